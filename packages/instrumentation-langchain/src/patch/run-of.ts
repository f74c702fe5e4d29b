import { isObject } from '@tracewright/instrumentation-core';
import type { Run } from '../run/run.ts';
import type { RunTable } from '../run/run-table.ts';
import { runIdOf } from './hide-run-ids.ts';

/** The open run of a LangChain run manager, if it is one of ours. */
export function runOf(runManager: unknown, runs: RunTable): Run | undefined {
  return runs.get(runIdOf(runManager));
}

/** The open run under which a LangChain config lets its callee start runs. */
export function parentRunOf(config: unknown, runs: RunTable): Run | undefined {
  const callbacks = isObject(config) && 'callbacks' in config ? config.callbacks : undefined;
  if (!isObject(callbacks) || !('getParentRunId' in callbacks)) return undefined;
  return typeof callbacks.getParentRunId === 'function' ? runs.get(callbacks.getParentRunId()) : undefined;
}
