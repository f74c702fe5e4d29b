/** What of texts does not count when they are compared. */
export interface TextRules {
  /** Default false. */
  readonly ignoreCase?: boolean;
  /** White space at both ends, and how much of it there is in between. Default false. */
  readonly ignoreSpace?: boolean;
}

/** A text of which what does not count is gone; letters with accents are the same however they are composed. */
export function comparable(text: string, { ignoreCase = false, ignoreSpace = false }: TextRules): string {
  let left = text.normalize('NFC');
  if (ignoreSpace) left = left.replaceAll(/\s+/g, ' ').trim();
  return ignoreCase ? left.toLowerCase() : left;
}
