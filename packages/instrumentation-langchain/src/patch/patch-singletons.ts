import { context as otelContext } from '@opentelemetry/api';
import { patch } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import type { SharedHandlers } from './patch-callbacks.ts';
import { exported, withMethod } from './patched-class.ts';
import { parentRunOf } from './run-of.ts';

/**
 * Lets functions of the app (lambdas, tools, graph nodes) run in their run's context: LangChain calls all of them
 * through `runWithConfig`. Its own AsyncLocalStorage is left as it is. To give it one where the app has none would make
 * nested calls inherit callbacks and abort signals that they do not have without us; the active context suffices.
 */
export function patchSingletons(module: unknown, runs: RunTable, handlers: SharedHandlers): (() => void) | undefined {
  const provider = withMethod(exported(module, 'AsyncLocalStorageProviderSingleton'), 'runWithConfig');
  // The class's method, not the object's: `this` is the same either way.
  const target = provider === undefined ? undefined : withMethod(Object.getPrototypeOf(provider), 'runWithConfig');
  if (target === undefined) return undefined;
  return patch(
    target,
    'runWithConfig',
    (original) =>
      function (config, work, ...rest) {
        if (typeof work !== 'function') return original.call(this, config, work, ...rest);
        const run = parentRunOf(config, runs);
        // The manager that LangChain makes before the work is seen by nobody.
        handlers.isLookup = true;
        const inRun = (...args: unknown[]): unknown => {
          handlers.isLookup = false;
          return work(...args);
        };
        const call = () => original.call(this, config, inRun, ...rest);
        try {
          const context = run === undefined ? undefined : contextOf(run);
          return context === undefined || context === otelContext.active() ? call() : otelContext.with(context, call);
        } finally {
          handlers.isLookup = false;
        }
      },
  );
}
