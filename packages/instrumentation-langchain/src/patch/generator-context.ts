import { type Context, context as otelContext } from '@opentelemetry/api';
import { isObject, quietly } from '@tracewright/instrumentation-core';
import type { Method } from './patched-class.ts';

export interface GeneratorHooks {
  /** Where the generator's code goes on; asked at each resumption. */
  readonly context: () => Context;
  readonly onValue?: (value: unknown) => void;
  /** The consumer left before the end, and the generator has finished its own cleaning up. */
  readonly onLeft?: () => void;
  /** Told if the generator is thrown away somewhere in the middle. It must not hold the generator. */
  readonly end?: GeneratorEnd;
}

/** What to do about a generator that nobody will ever resume. */
export interface GeneratorEnd {
  /** When the generator last gave something, by `performance.now()`. */
  lastMs: number;
  /** Harmless where the end has come already. */
  readonly abandon: (lastMs: number) => void;
}

const forgotten = new FinalizationRegistry<GeneratorEnd>((end) => {
  quietly('ending a forgotten stream', () => end.abandon(end.lastMs));
});

/**
 * Resumes an async generator in a context of ours. It stays the same object; only its own `next`, `return` and `throw`
 * are set over those of its prototype. Nothing is read ahead and no promise is replaced.
 */
export function resumeIn<T>(generator: T, hooks: GeneratorHooks): T {
  if (!isAsyncGenerator(generator)) return generator;
  const { next } = generator;
  const { end, onValue } = hooks;
  if (end !== undefined) forgotten.register(generator, end);
  redefine(generator, 'next', (...args) => {
    const result = otelContext.with(hooks.context(), () => next.apply(generator, args));
    if (end === undefined && onValue === undefined) return result;
    watch(result, (step) => {
      if (end !== undefined) end.lastMs = performance.now();
      if (onValue !== undefined && !isDone(step)) onValue((step as { value?: unknown }).value);
    });
    return result;
  });
  for (const name of ['return', 'throw'] as const) {
    const leave = generator[name];
    if (typeof leave !== 'function') continue;
    redefine(generator, name, (...args) => {
      const result = otelContext.with(hooks.context(), () => leave.apply(generator, args));
      if (hooks.onLeft !== undefined) watch(result, hooks.onLeft, hooks.onLeft);
      return result;
    });
  }
  return generator;
}

type Generator = Record<'next' | 'return' | 'throw', Method>;

function isAsyncGenerator(value: unknown): value is Generator {
  return isObject(value) && Symbol.asyncIterator in value && 'next' in value && typeof value.next === 'function';
}

function redefine(target: object, name: string, method: Method): void {
  Object.defineProperty(target, name, { value: method, configurable: true, writable: true, enumerable: false });
}

/** Looks at a promise's outcome beside its owner. */
function watch(result: unknown, onValue: (value: unknown) => void, onError: () => void = () => {}): void {
  if (!(result instanceof Promise)) return;
  result.then(
    (value) => quietly('watching a stream', () => onValue(value)),
    () => quietly('watching a stream', onError),
  );
}

function isDone(step: unknown): boolean {
  return !isObject(step) || ('done' in step && step.done === true);
}
