import { context as otelContext } from '@opentelemetry/api';
import { patch } from '@tracewright/instrumentation-core';
import { type Method, prototypeWith } from './patched-class.ts';

/**
 * Where the called function stands among the arguments: `call(callable, …)`, `callWithOptions(options, callable, …)`.
 */
const CALLABLE_AT = { call: 0, callWithOptions: 1 } as const;

/**
 * Lets calls that wait in LangChain's queue run in the context that they were made in. The queue of `AsyncCaller` starts
 * a waiting call when another one ends, and so in the context of that other one: with more calls at once than
 * `maxConcurrency` (2 for OpenAI's embeddings) their spans would go to each other's traces.
 */
export function patchAsyncCaller(module: unknown): (() => void)[] {
  return Object.entries(CALLABLE_AT).flatMap(([name, at]) => {
    const target = prototypeWith(module, 'AsyncCaller', name);
    return target === undefined ? [] : [patch(target, name, (original) => bindCallable(original, at))];
  });
}

function bindCallable(original: Method, at: number): Method {
  return function (...args) {
    const callable = args[at];
    if (typeof callable === 'function') args[at] = otelContext.bind(otelContext.active(), callable);
    return original.apply(this, args);
  };
}
