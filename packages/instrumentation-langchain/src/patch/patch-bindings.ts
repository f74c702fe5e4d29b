import { context as otelContext } from '@opentelemetry/api';
import { isObject, ownText, patch } from '@tracewright/instrumentation-core';
import { runIn } from '../run/run-context.ts';
import { prototypeWith } from './patched-class.ts';

/**
 * Lets a runnable with a name of its own keep it where a function hands it the config that it was shown: the name in
 * there is that of a run outside, and LangChain would take it for the one that was meant.
 */
export function patchBindings(module: unknown): (() => void)[] {
  const target = prototypeWith(module, 'RunnableBinding', '_mergeConfig');
  if (target === undefined) return [];
  return [
    patch(
      target,
      '_mergeConfig',
      (original) =>
        function (...configs) {
          const run = runIn(otelContext.active());
          if (!run?.showsRunName) return original.apply(this, configs);
          return original.apply(
            this,
            configs.map((config) => withoutName(config, run.runName)),
          );
        },
    ),
  ];
}

function withoutName(config: unknown, name: string | undefined): unknown {
  if (!isObject(config) || ownText(config, 'runName') !== name) return config;
  const { runName: _, ...rest } = config as Record<string, unknown>;
  return rest;
}
