import type { ListedRun } from '../runs/listed-run.ts';

/** What several runs have under one key. */
export interface ComparedKey {
  readonly key: string;
  /** In the order of the runs; undefined where one has none. */
  readonly values: readonly (string | undefined)[];
  /** Whether all have the same. */
  readonly isSame: boolean;
}

export type ComparedKind = 'params' | 'metrics' | 'tags';

/** Tags that say again what stands above the table. */
const TOLD = ['mlflow.runName', 'mlflow.user'];

/** All keys of a kind that any of the runs has, in their order; tags that clients keep for themselves last. */
export function comparedKeys(runs: readonly ListedRun[], kind: ComparedKind): readonly ComparedKey[] {
  const keys = [...new Set(runs.flatMap((run) => [...run[kind].keys()]))];
  const isOwn = (key: string) => Number(key.startsWith('mlflow.'));
  return keys
    .filter((key) => kind !== 'tags' || !TOLD.includes(key))
    .sort((a, b) => isOwn(a) - isOwn(b) || (a < b ? -1 : 1))
    .map((key) => {
      const values = runs.map((run) => textOf(run, kind, key));
      return { key, values, isSame: values.every((value) => value === values[0]) };
    });
}

function textOf(run: ListedRun, kind: ComparedKind, key: string): string | undefined {
  if (kind !== 'metrics') return run[kind].get(key);
  const value = run.metrics.get(key)?.value;
  return value === undefined ? undefined : String(value);
}
