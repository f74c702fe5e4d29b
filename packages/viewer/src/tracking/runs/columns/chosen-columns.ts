import type { ListedRun } from '../listed-run.ts';
import { FACTS, loggedColumn, type RunColumn } from './run-column.tsx';

/** Metrics, and parameters, that have a column without anyone asking. */
const MAX_METRICS = 8;
const MAX_PARAMS = 5;
const USUAL_FACTS: readonly string[] = ['start', 'status', 'duration'];

/** Keys that runs have, of each kind. */
export interface RunKeys {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
}

/** Those of the most runs first; of parameters, those that tell runs apart before those that do not. */
export function keysOf(runs: readonly ListedRun[]): RunKeys {
  const params = count(runs.map((run) => run.params));
  const isVaried = new Map(
    params.map((key) => [key, new Set(runs.map((run) => run.params.get(key))).size > 1] as const),
  );
  return {
    metrics: count(runs.map((run) => run.metrics)),
    params: [...params].sort((a, b) => Number(isVaried.get(b)) - Number(isVaried.get(a))),
    tags: count(runs.map((run) => run.tags)),
  };
}

function count(maps: readonly ReadonlyMap<string, unknown>[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const map of maps) for (const key of map.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).map(([key]) => key);
}

/** Ids of the columns that a table has without anyone asking. */
export function usualColumns(keys: RunKeys): readonly string[] {
  return [
    ...USUAL_FACTS,
    ...keys.metrics.slice(0, MAX_METRICS).map((key) => `metrics.${key}`),
    ...keys.params.slice(0, MAX_PARAMS).map((key) => `params.${key}`),
  ];
}

/** The columns that a URL names, in its order; the usual ones where it names none. */
export function chosenColumns(cols: string | undefined, keys: RunKeys): readonly RunColumn[] {
  const ids = cols === undefined ? usualColumns(keys) : cols.split(',');
  return [...new Set(ids)].flatMap((id) => FACTS.find((column) => column.id === id) ?? loggedColumn(id) ?? []);
}
