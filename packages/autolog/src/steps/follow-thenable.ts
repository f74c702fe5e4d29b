import { types } from 'node:util';
import { timeAt } from '@tracewright/instrumentation-core';
import type { OpenTraceStep } from './open-trace-step.ts';
import type { UnreadResult, UnreadResults } from './unread-results.ts';

type Handler = ((value: unknown) => unknown) | null | undefined;

interface Thenable {
  then(onFulfilled?: Handler, onRejected?: Handler): unknown;
  catch?(onRejected?: Handler): unknown;
}

/** True for what can be awaited: promises of the SDKs, queries that run when they are awaited. */
export function isThenable(value: unknown): value is Thenable {
  if (typeof value !== 'object' || value === null) return false;
  for (let at: unknown = value; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    // A proxy would tell the app that it was asked, and so would a getter.
    if (types.isProxy(at)) return false;
    const property = Object.getOwnPropertyDescriptor(at, 'then');
    if (property) return typeof property.value === 'function';
  }
  return false;
}

/**
 * Ends a step when the app awaits a thenable and it settles. It is only watched through its own methods: asking it may
 * be what starts its work, or read a body that can be read once.
 */
export function followThenable(thenable: Thenable, step: OpenTraceStep, unread: UnreadResults): void {
  const watched = new Awaited(step);
  const { then } = thenable;
  const watchedThen = (onFulfilled?: Handler, onRejected?: Handler): unknown => {
    watched.isIdle = false;
    return Reflect.apply(then, thenable, [
      (value: unknown) => {
        unread.remove(watched);
        step.showResult(value);
        step.end();
        return typeof onFulfilled === 'function' ? onFulfilled(value) : value;
      },
      (error: unknown) => {
        unread.remove(watched);
        step.fail(error);
        step.end();
        if (typeof onRejected === 'function') return onRejected(error);
        throw error;
      },
    ]);
  };
  define(thenable, 'then', watchedThen);
  if (typeof thenable.catch === 'function')
    define(thenable, 'catch', (onRejected: Handler) => watchedThen(undefined, onRejected));
  unread.add(thenable, watched);
}

function define(thenable: Thenable, name: 'then' | 'catch', value: unknown): void {
  Object.defineProperty(thenable, name, { value, configurable: true, writable: true });
}

/** One that nobody awaits ends its step when the function that gave it was over. */
class Awaited implements UnreadResult {
  isIdle = true;
  readonly #step: OpenTraceStep;
  readonly #returnedMs: number = performance.now();

  constructor(step: OpenTraceStep) {
    this.#step = step;
  }

  abandon(): void {
    this.#step.end(timeAt(this.#returnedMs));
  }
}
