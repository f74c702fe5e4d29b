import { isObject } from '@tracewright/instrumentation-core';

const hiddenIds = new WeakMap<object, unknown>();

/** The id of a LangChain run manager, hidden or not. */
export function runIdOf(runManager: unknown): unknown {
  if (!isObject(runManager)) return undefined;
  return ('runId' in runManager ? runManager.runId : undefined) ?? hiddenIds.get(runManager);
}

/**
 * LangChain names messages after their run (`run-…`) where their provider gave them no id. Without us there would be no
 * run manager, and no such id in what the app gets. So the managers of chat models whose runs only we see show no id.
 *
 * @returns the same manager
 */
export function hideRunId(runManager: object): object {
  const manager = runManager as { runId?: unknown };
  hiddenIds.set(manager, manager.runId);
  manager.runId = undefined;
  return manager;
}
