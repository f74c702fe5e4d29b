const COMMON = new Set(
  (
    'the and for are but not you your all any can had has have was were what when where which who whom why how does did ' +
    'this that these those with from into than then them they their there here its his her our out about would could ' +
    'should will shall may might must been being also only just very more most some such each other over under per ' +
    'one two use used using please tell give answer question context following'
  ).split(' '),
);

/** The words of a text that carry meaning, in lower case and without their endings, in order. */
export function contentWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 2 && !COMMON.has(word)).map(stem);
}

/** Sentences and list items of a text, trimmed. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?])\s+(?=[\p{Lu}\d"“(])|\n+/u)
    .map((sentence) => sentence.replace(/^[-*#>\s]+/, '').trim())
    .filter((sentence) => sentence !== '');
}

/** How many different words of `wanted` a text has. */
export function overlap(wanted: ReadonlySet<string>, text: string): number {
  return new Set(contentWords(text).filter((word) => wanted.has(word))).size;
}

/** The most frequent words of a text as they are written there, the first ones where counts are equal. */
export function keywordsOf(text: string, limit: number): readonly string[] {
  const counts = new Map<string, { written: string; count: number }>();
  for (const written of text.match(/\p{L}[\p{L}\p{N}-]+/gu) ?? []) {
    const [word] = contentWords(written);
    if (word === undefined) continue;
    const entry = counts.get(word) ?? { written: written.toLowerCase(), count: 0 };
    counts.set(word, { ...entry, count: entry.count + 1 });
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, limit)
    .map(({ written }) => written);
}

function stem(word: string): string {
  return word.length > 5 ? word.replace(/(ing|ed|es|s)$/, '') : word.replace(/s$/, '');
}
