import { context as otelContext } from '@opentelemetry/api';
import { isObject, own, patch } from '@tracewright/instrumentation-core';
import { contextOf } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import { shownConfig } from './hide-manager.ts';
import { prototypeWith } from './patched-class.ts';
import { parentRunOf } from './run-of.ts';

/**
 * Lets functions that are nodes of graphs see their config as it is without us. LangGraph calls them without a run of
 * their own, in that of the node.
 *
 * @param module LangGraph's `dist/utils`, which is not among its exports
 * @returns the ways back
 */
export function patchGraphFunctions(module: unknown, runs: RunTable): (() => void)[] {
  const target = prototypeWith(module, 'RunnableCallable', 'invoke');
  if (target === undefined) return [];
  return [
    patch(
      target,
      'invoke',
      (original) =>
        function (input, config, ...rest) {
          const run = own(this, 'trace') === false ? parentRunOf(config, runs) : undefined;
          if (run === undefined || !isObject(config)) return original.call(this, input, config, ...rest);
          const shown = shownConfig(run, config);
          return otelContext.with(contextOf(run), () => original.call(this, input, shown, ...rest));
        },
    ),
  ];
}
