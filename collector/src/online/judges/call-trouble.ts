import { isRetryable, retryAfterMs } from '@tracewright/scoring';
import { OutgoingError } from '../../outgoing/outgoing-error.ts';
import { ModelError } from './model-error.ts';

/** What a failed call of a model says of later ones. */
export interface CallTrouble {
  /** `passing`: the same may succeed a little later. `lasting`: it will not before somebody changes something. */
  readonly kind: 'passing' | 'lasting' | 'other';
  /** How long the endpoint asks to be left alone, ms; null: it does not say. */
  readonly retryAfterMs: number | null;
}

const PASSING_CODES: readonly string[] = ['UNREACHABLE', 'TIMED_OUT'];
const LASTING_STATUS: readonly number[] = [401, 402, 403, 404];

export function callTrouble(error: unknown, nowMs: number): CallTrouble {
  return { kind: kindOf(error), retryAfterMs: retryAfterMs(error, nowMs) ?? null };
}

function kindOf(error: unknown): CallTrouble['kind'] {
  if (error instanceof OutgoingError) return PASSING_CODES.includes(error.code) ? 'passing' : 'lasting';
  if (isRetryable(error)) return 'passing';
  if (!(error instanceof ModelError)) return 'other';
  if (error.status === undefined) return error.code === 'ANSWER_INVALID' ? 'other' : 'lasting';
  return LASTING_STATUS.includes(error.status) ? 'lasting' : 'other';
}
