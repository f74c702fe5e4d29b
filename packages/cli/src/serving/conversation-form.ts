import type { Usage } from '@tracewright/schema';
import type { AppAnswer } from './app-runner.ts';
import type { ModelAnswer } from './chat-model.ts';
import type { ServingError } from './serving-error.ts';

/** One of the events that a stream is sent as. */
export interface ServerEvent {
  /** Stands before the data where the form has names for its events. */
  readonly type?: string;
  readonly data: object | '[DONE]';
}

/** How a conversation is answered: one for each call. */
export interface ConversationForm {
  whole(answer: AppAnswer): object;
  /** Before the first piece. */
  begin(): readonly ServerEvent[];
  piece(text: string): readonly ServerEvent[];
  /** Behind the last piece. */
  end(answer: ModelAnswer): readonly ServerEvent[];
  /** In place of the rest, where pieces have gone out already. */
  failed(error: ServingError): readonly ServerEvent[];
}

/** Forms that there are, by what the call is asked in. */
export type FormName = 'chat' | 'responses';

export function secondsNow(): number {
  return Math.floor(Date.now() / 1_000);
}

/** Tokens that nobody has counted are 0 here, since the interface knows no other way. */
export function tokenCounts({ inputTokens = 0, outputTokens = 0 }: Usage): {
  readonly input: number;
  readonly output: number;
  readonly total: number;
} {
  return { input: inputTokens, output: outputTokens, total: inputTokens + outputTokens };
}
