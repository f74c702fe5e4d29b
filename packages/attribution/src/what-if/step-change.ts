/** What might be different about a step. */
export type StepChange =
  /** It and all inside it take so many times less. @property factor At least 1 for a speed-up. */
  | { readonly type: 'faster'; readonly factor: number }
  /** It is answered at once and costs nothing. */
  | { readonly type: 'cached' }
  /** Its first attempt succeeds. @property wastedUs Time up to the start of the attempt that counted. */
  | { readonly type: 'no_retries'; readonly wastedUs: number }
  /** Its children all begin when the first of them does. */
  | { readonly type: 'parallel' }
  /** Another model answers. @property costUsd Undefined where the model's price is not known. */
  | { readonly type: 'other_model'; readonly lengthUs: number; readonly costUsd: number | undefined };

/**
 * The length of a step that is replaced as a whole; undefined where its inside is played again.
 *
 * @param lengthUs As it was.
 */
export function replacedLengthUs(change: StepChange | undefined, lengthUs: number): number | undefined {
  switch (change?.type) {
    case 'cached':
      return 0;
    case 'no_retries':
      return Math.max(0, lengthUs - Math.max(0, change.wastedUs));
    case 'other_model':
      return Math.max(0, change.lengthUs);
    default:
      return undefined;
  }
}
