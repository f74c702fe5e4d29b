import type { ThreadError } from '../../../thread-error.ts';
import type { TextLag } from './text-filler.ts';

/** What the thread that reads texts is started with. */
export interface TextSettings {
  /** Path of the span store, which is there. */
  readonly file: string;
  /** A chunk that the thread before did not come back from. */
  readonly passedOver?: number | undefined;
}

export type ToTextThread = { readonly type: 'close' };

export type FromTextThread =
  | { readonly type: 'reading'; readonly chunk: number }
  | { readonly type: 'lag'; readonly lag: TextLag }
  | { readonly type: 'failure'; readonly error: ThreadError };
