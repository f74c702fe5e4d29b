import { patch, quietly } from '@tracewright/instrumentation-core';
import type { RunRecorder } from '../run/run-recorder.ts';
import { withMethod } from './patched-class.ts';

const STARTS = [
  'handleChainStart',
  'handleChatModelStart',
  'handleLLMStart',
  'handleToolStart',
  'handleRetrieverStart',
] as const;

/**
 * Ends the runs whose start a handler of the app's refuses: with `raiseError` its error reaches the app instead of the
 * work, and LangChain announces no end of a run that never began.
 *
 * @returns the ways back
 */
export function failUnstarted(managerPrototype: object, recorder: RunRecorder): (() => void)[] {
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
            const { result, runs } = recorder.startedBy(() => original.apply(this, args));
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
