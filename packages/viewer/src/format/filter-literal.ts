/** A text as a value of the filter language, in apostrophes. */
export function filterValue(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A filter for traces in which a text is said anywhere. */
export function filterPhrase(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The condition that a trace has a tag of this value. */
export function tagCondition(key: string, value: string): string {
  return `tags.${/^[\w.-]+$/.test(key) ? key : filterPhrase(key)} = ${filterValue(value)}`;
}
