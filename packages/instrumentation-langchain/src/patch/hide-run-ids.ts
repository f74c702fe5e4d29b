import { isObject } from '@tracewright/instrumentation-core';

/** On a run manager that shows no id: the id. */
const HIDDEN_ID = Symbol('tracewright run id');

interface RunManager {
  runId?: unknown;
  [HIDDEN_ID]?: unknown;
}

/** The id of a LangChain run manager, hidden or not. */
export function runIdOf(runManager: unknown): unknown {
  if (!isObject(runManager)) return undefined;
  const { runId, [HIDDEN_ID]: hiddenId } = runManager as RunManager;
  return runId ?? hiddenId;
}

/**
 * LangChain names messages after their run (`run-…`) where their provider gave them no id, and tells the ids of runs
 * with what `generate` gives. Without us there would be no run manager, and no such id in what the app gets. So the
 * managers of models whose runs only we see show no id.
 *
 * @returns the same manager
 */
export function hideRunId(runManager: object): object {
  const manager = runManager as RunManager;
  manager[HIDDEN_ID] = manager.runId;
  manager.runId = undefined;
  return manager;
}
