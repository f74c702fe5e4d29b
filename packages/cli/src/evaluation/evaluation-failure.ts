import { EvaluationError } from '@tracewright/evaluate';
import { CommandError } from '../command/command-error.ts';
import { failureText } from '../failure-text.ts';

/** What ends a command that could not evaluate or compare: 2, since that is neither worse nor as good. */
export function evaluationFailure(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError(failureText(error) ?? textOf(error), 2, { cause: error });
}

/** Of our own errors the message says all; of a file's own the place where it failed is wanted. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof EvaluationError ? error.message : (error.stack ?? error.message);
}
