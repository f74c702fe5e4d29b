import { context as otelContext } from '@opentelemetry/api';
import { isObject, patch } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import { exported, type Method, withMethod } from './patched-class.ts';
import { runOf } from './run-of.ts';

/** What tells handlers of the runs that have begun; the first one is what the others inherit from. */
const RUN_MANAGERS = [
  'BaseRunManager',
  'CallbackManagerForChainRun',
  'CallbackManagerForLLMRun',
  'CallbackManagerForToolRun',
  'CallbackManagerForRetrieverRun',
] as const;

/**
 * Lets the app's handlers hear of a run in the run's context, so that the spans that they make stand inside it. Of its
 * start they hear in the context around it.
 *
 * @param module `@langchain/core/callbacks/manager`
 * @returns the ways back
 */
export function patchCallbackEvents(module: unknown, runs: RunTable): (() => void)[] {
  return RUN_MANAGERS.flatMap((className) => {
    const managerClass = exported(module, className);
    const target: unknown = typeof managerClass === 'function' ? managerClass.prototype : undefined;
    if (!isObject(target)) return [];
    const events = Object.getOwnPropertyNames(target).filter((name) => name.startsWith('handle'));
    return events.flatMap((name) => {
      const events = withMethod(target, name);
      return events === undefined ? [] : [patch(events, name, (original) => inRun(original, runs))];
    });
  });
}

function inRun(original: Method, runs: RunTable): Method {
  return function (...args) {
    const run = runOf(this, runs);
    // Where nobody else listens, no function of the app's is called.
    if (!run?.isHeard) return original.apply(this, args);
    return otelContext.with(contextOf(run), () => original.apply(this, args));
  };
}

/**
 * Lets handlers that LangChain calls in its background queue run in the context in which they were put there. The queue
 * starts a waiting call when the one before it ends, and so in the context of that one: of another trace, as likely as
 * not.
 *
 * @param module LangChain's `singletons/callbacks`, which is not among its exports
 * @returns the way back; undefined where there is no such queue
 */
export function patchCallbackQueue(module: unknown): (() => void) | undefined {
  const getQueue = exported(module, 'getQueue');
  const queue: unknown = typeof getQueue === 'function' ? getQueue() : undefined;
  const target = withMethod(queue, 'add');
  if (target === undefined) return undefined;
  return patch(
    target,
    'add',
    (original) =>
      function (work, ...rest) {
        const bound = typeof work === 'function' ? otelContext.bind(otelContext.active(), work) : work;
        return original.call(this, bound, ...rest);
      },
  );
}
