/** FNV-1a in 32 bits. */
const BASIS = 0x811c9dc5;
/** The hash of a word with one unit of UTF-16 more is `Math.imul(hash ^ unit, PRIME)`. */
export const PRIME = 0x01000193;
/** Beginnings of words are told from words. */
const BEGINNING = 0x9e3779b9;

/** How much of its beginning a word is known by: shorter ones are in nearly every text. */
export const PREFIX_LENGTH = 4;

export const EMPTY_HASH: number = BASIS | 0;

export function hashOfWord(word: string): number {
  let hash = EMPTY_HASH;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

/** What all words have in common whose first {@link PREFIX_LENGTH} units have this hash. */
export function hashOfBeginning(hash: number): number {
  return Math.imul(hash ^ BEGINNING, PRIME);
}
