/** A piece of a text. */
export interface MarkedPart {
  readonly text: string;
  /** Whether it stands where something was hidden. */
  readonly isMark: boolean;
}

/** Parts a text at what rules have put there: `[NAME]`, or `[NAME:` with a digest. @param names Of the rules. */
export function markedParts(text: string, names: readonly string[]): readonly MarkedPart[] {
  if (names.length === 0) return [{ text, isMark: false }];
  const anyName = names.map((name) => name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')).join('|');
  // What is caught in a pattern stands at every other place.
  return text
    .split(new RegExp(`(\\[(?:${anyName})(?::[0-9a-f]{12})?\\])`))
    .map((part, at) => ({ text: part, isMark: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}
