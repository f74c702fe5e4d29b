/** First character of a part of a text, and the one behind its last. */
export type TextRange = readonly [start: number, end: number];

/** Finds what is to be hidden. */
export interface TextMatcher {
  /** Somebody has written it: for all texts of a request there is but so much time. */
  readonly mayTakeLong?: boolean;
  /** False only where nothing would be found; it takes a fraction of looking. */
  mayMatch(text: string): boolean;
  /**
   * All of them in their order, without overlaps; `undefined` where they are too many, or take too long to be found: then
   * nothing of the text is known to be harmless.
   */
  find(text: string): readonly TextRange[] | undefined;
}
