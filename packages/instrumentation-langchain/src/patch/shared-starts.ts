import { context as otelContext } from '@opentelemetry/api';
import { patch, quietly } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import { hiddenParentOf } from './hidden-parents.ts';
import { withMethod } from './patched-class.ts';

const STARTS = [
  'handleChainStart',
  'handleChatModelStart',
  'handleLLMStart',
  'handleToolStart',
  'handleRetrieverStart',
] as const;

/**
 * Starts of runs that handlers of the app's hear of, too. Where the parent is hidden from them, ours finds it by the
 * context. And a run whose start one of them refuses is ended: with `raiseError` its error reaches the app instead of the
 * work, and LangChain announces no end of a run that never began.
 *
 * @returns the ways back
 */
export function sharedStarts(managerPrototype: object, recorder: RunRecorder): (() => void)[] {
  return STARTS.flatMap((name) => {
    const target = withMethod(managerPrototype, name);
    if (target === undefined) return [];
    return [
      patch(
        target,
        name,
        (original) =>
          function (...args) {
            // A handler of ours that is alone refuses nothing.
            if (!hasSeveralHandlers(this)) return original.apply(this, args);
            const parent = hiddenParentOf(this);
            const begin = () => original.apply(this, args);
            const { result, runs } = recorder.startedBy(() =>
              parent === undefined ? begin() : otelContext.with(contextOf(parent), begin),
            );
            for (const run of runs) run.isHeard = true;
            // LangChain itself awaits it in any case, so a second handler hides nothing.
            if (result instanceof Promise) {
              result.catch((error: unknown) => {
                quietly('ending a refused run', () => {
                  for (const run of runs) recorder.fail(run.id, error);
                });
              });
            }
            return result;
          },
      ),
    ];
  });
}

function hasSeveralHandlers(manager: unknown): boolean {
  const { handlers } = manager as { readonly handlers?: unknown };
  return Array.isArray(handlers) && handlers.length > 1;
}
