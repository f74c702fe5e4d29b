import { isObject, own, ownText } from '@tracewright/instrumentation-core';
import type { Run } from '../run/run.ts';
import type { RunTable } from '../run/run-table.ts';
import { isOurs } from './hide-manager.ts';
import { parentRunOf } from './run-of.ts';

/** The run that hands a config on, where that config has callbacks because of us alone. */
export function handingRun(config: unknown, runs: RunTable): Run | undefined {
  return isOurs(own(config, 'callbacks')) ? parentRunOf(config, runs) : undefined;
}

/**
 * A config with the name of the run that hands it on. Without callbacks LangChain hands it on to every step, so that
 * handlers which join at a step hear of it; with callbacks, and be they ours alone, it takes it away.
 */
export function withHandedOnName(config: unknown, runs: RunTable): unknown {
  const run = handingRun(config, runs);
  if (run?.runName === undefined || !isObject(config) || ownText(config, 'runName') !== undefined) return config;
  run.showsRunName = true;
  return { ...config, runName: run.runName };
}
