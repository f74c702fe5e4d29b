import { ApiError } from '../../../errors.ts';
import { noText } from '../no-text.ts';

/** Classes of SQLSTATE, by their first two characters, that pass by themselves. */
const PASSING: Readonly<Record<string, string>> = {
  '08': 'the database cannot be reached',
  '53': 'the database has no room',
  '57': 'the database was stopped',
};

const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];

/** Text that Postgres cannot keep: it has no character of code 0. */
const NO_TEXT = ['22021', '22P05'];

/** Two transactions stood in each other's way: asked again, they do not. */
const CLASHED = ['40001', '40P01'];

/** What a failed query means to whoever asked; anything else is a bug. */
export function postgresFailure(error: unknown): unknown {
  const code = codeOf(error);
  const reason = UNREACHABLE.includes(code) ? PASSING['08'] : PASSING[code.slice(0, 2)];
  if (reason !== undefined) return new ApiError('TEMPORARILY_UNAVAILABLE', reason, { cause: error });
  if (NO_TEXT.includes(code)) return noText({ cause: error });
  return error;
}

/** Whether a transaction failed only because of another one. */
export function isClash(error: unknown): boolean {
  return CLASHED.includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
