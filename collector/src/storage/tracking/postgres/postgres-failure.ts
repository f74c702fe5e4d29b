import { ApiError } from '../../../errors.ts';
import { noText } from '../no-text.ts';

/** Classes of SQLSTATE, by their first two characters, that pass by themselves. */
const PASSING: Readonly<Record<string, string>> = {
  '08': 'the database cannot be reached',
  '53': 'the database has no room',
  '57': 'the database was stopped',
};

/** What took longer than anybody waits for it. */
const CANCELLED = '57014';

/** A server that only answers questions: another one is about to take its place. */
const READ_ONLY = '25006';

/** Text that Postgres cannot keep: it has no character of code 0. */
const NO_TEXT = ['22021', '22P05'];

/** Two transactions stood in each other's way: asked again, they do not. */
const CLASHED = ['40001', '40P01'];

/** What a failed query on a connection that works means to whoever asked; anything else is a bug. */
export function postgresFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === CANCELLED) return unavailable('the database does not answer', error);
  const reason = PASSING[code.slice(0, 2)];
  if (reason !== undefined) return unavailable(reason, error);
  if (code === READ_ONLY) return unavailable('the database takes nothing in at the moment', error);
  if (NO_TEXT.includes(code)) return noText({ cause: error });
  return error;
}

/** Why there is no connection, or none any more: whatever the system or `pg` calls that. */
export function notReached(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const failure = postgresFailure(error);
  // Such as a wrong password: the server has answered, and goes on answering so.
  if (failure !== error || isRefusal(error)) return failure;
  return unavailable('the database cannot be reached', error);
}

/** Whether a transaction failed only because of another one. */
export function isClash(error: unknown): boolean {
  return CLASHED.includes(codeOf(error));
}

/** Whether nothing is known of what became of a query: the server has not said, or has said that it is going away. */
export function isUnanswered(error: unknown): boolean {
  return !(error instanceof Error && 'severity' in error) || /^(08|57)/.test(codeOf(error));
}

/** What a clash that did not end means to whoever asked. */
export function stillClashing(error: unknown): ApiError {
  return unavailable('others are writing the same in the database', error);
}

function unavailable(reason: string, cause: unknown): ApiError {
  return new ApiError('TEMPORARILY_UNAVAILABLE', reason, { cause });
}

/** Whether the server itself said so, with a SQLSTATE such as `28P01`, on a connection that was not there yet. */
function isRefusal(error: unknown): boolean {
  return /^(28|3D)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
