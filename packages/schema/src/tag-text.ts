/** A tag as one text, `key=value`; a key in which `=` or `"` stands is in quotes, so that both can be read from it. */
export function tagText(key: string, value: string): string {
  return `${/[="]/.test(key) ? JSON.stringify(key) : key}=${value}`;
}

/** The key and the value of a tag that {@link tagText} has written. */
export function readTagText(text: string): readonly [key: string, value: string] {
  const [, quoted, plain = '', value = ''] = /^(?:("(?:[^"\\]|\\.)*")|([^="]*))=(.*)$/s.exec(text) ?? [];
  return [quoted === undefined ? plain : (JSON.parse(quoted) as string), value];
}
