import { isObject, own, ownList, quietly } from '@tracewright/instrumentation-core';

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

/** Where `generate` tells the ids of its runs, besides what it gives. */
const RUN_INFO = '__run';

/** Takes the word that there were runs out of what `generate` gives, where nobody but us heard of them. */
export function hideRunIds(result: unknown): void {
  quietly('hiding run ids', () => {
    const ids = ownList(own(result, RUN_INFO), 'runIds');
    if (!isObject(result) || ids.length === 0 || ids.some((id) => id !== undefined)) return;
    Object.defineProperty(result, RUN_INFO, { value: undefined });
  });
}
