import { quietly } from '@tracewright/instrumentation-core';
import { followGenerator } from './follow-generator.ts';
import { followThenable, isThenable } from './follow-thenable.ts';
import { isGenerator } from './generator-calls.ts';
import type { OpenTraceStep } from './open-trace-step.ts';
import type { UnreadResults } from './unread-results.ts';

/**
 * Ends a step when what its function gave back is there: at once, when a promise settles, when a generator has been read.
 *
 * @returns what the app gets: the very same object, but for a plain promise, whose place one takes that settles alike. A
 * handler of ours on the original would hide a rejection that nobody handles.
 */
export function followResult<R>(result: R, step: OpenTraceStep, unread: UnreadResults): R {
  if (isPlainPromise(result)) {
    return result.then(
      (value) => {
        settle(value, step, unread);
        return value;
      },
      (error: unknown) => {
        step.fail(error);
        step.end();
        throw error;
      },
    ) as R;
  }
  settle(result, step, unread);
  return result;
}

function settle(value: unknown, step: OpenTraceStep, unread: UnreadResults): void {
  const isFollowed = quietly('following a result', () => {
    if (isGenerator(value)) followGenerator(value, step, unread);
    else if (isThenable(value)) followThenable(value, step, unread);
    else return false;
    return true;
  });
  if (isFollowed === true) return;
  step.showResult(value);
  step.end();
}

/** Of a class of its own, a promise may do its work only when it is asked, and more than its class knows. */
function isPlainPromise(value: unknown): value is Promise<unknown> {
  return (
    value instanceof Promise &&
    Object.getPrototypeOf(value) === Promise.prototype &&
    !Object.hasOwn(value, 'then') &&
    !Object.hasOwn(value, 'constructor')
  );
}
