import { context as otelContext } from '@opentelemetry/api';
import { isObject, patch } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import { configWithoutUs, handsConfigsOn } from './hide-manager.ts';
import { exported, type Method, withMethod } from './patched-class.ts';
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
      function (config, work, ...rest) {
        if (typeof work !== 'function') return original.call(this, config, work, ...rest);
        // Without a storage LangChain makes a record of the config, which takes longer than the rest of a step, and
        // calls the function; nobody sees the record. With one, calls inside take what they are not given from it.
        const call = handsConfigsOn()
          ? () => original.call(this, isObject(config) ? configWithoutUs(config) : config, work, ...rest)
          : (work as Method);
        const run = parentRunOf(config, runs);
        const context = run === undefined ? undefined : contextOf(run);
        return context === undefined || context === otelContext.active()
          ? call.call(undefined)
          : otelContext.with(context, call);
      },
  );
}
