import { context as otelContext } from '@opentelemetry/api';
import { patch } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import { exported, withMethod } from './patched-class.ts';
import { parentRunOf } from './run-of.ts';

/**
 * Lets functions of the app (lambdas, tools, graph nodes) run in their run's context: LangChain calls all of them
 * through `runWithConfig`. Its own AsyncLocalStorage is left as it is. To give it one where the app has none would make
 * nested calls inherit callbacks and abort signals that they do not have without us; the active context suffices.
 */
export function patchSingletons(module: unknown, runs: RunTable): (() => void) | undefined {
  const provider = withMethod(exported(module, 'AsyncLocalStorageProviderSingleton'), 'runWithConfig');
  // The class's method, not the object's: `this` is the same either way.
  const target = provider === undefined ? undefined : withMethod(Object.getPrototypeOf(provider), 'runWithConfig');
  if (target === undefined) return undefined;
  return patch(
    target,
    'runWithConfig',
    (original) =>
      function (config, ...rest) {
        const run = parentRunOf(config, runs);
        if (run === undefined) return original.call(this, config, ...rest);
        return otelContext.with(contextOf(run), () => original.call(this, config, ...rest));
      },
  );
}
