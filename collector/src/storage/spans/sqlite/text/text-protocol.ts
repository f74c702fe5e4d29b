import type { ThreadError } from '../../../thread-error.ts';
import type { TextLag } from './text-filler.ts';

/** What the thread that reads texts is started with. */
export interface TextSettings {
  /** Path of the span store, which is there. */
  readonly file: string;
}

export type ToTextThread = { readonly type: 'close' };

export type FromTextThread =
  | { readonly type: 'lag'; readonly lag: TextLag }
  | { readonly type: 'failure'; readonly error: ThreadError };
