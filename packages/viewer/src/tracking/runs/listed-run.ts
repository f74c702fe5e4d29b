import type { MlflowMetric, MlflowRun, MlflowRunInfo } from '../api/runs.ts';
import { PARENT_TAG } from '../api/shapes.ts';

/** A run as tables read it: what was logged can be looked up by its key. */
export interface ListedRun {
  readonly id: string;
  /** Its id where it has none. */
  readonly name: string;
  /** Undefined for one that is nobody's child. */
  readonly parentId: string | undefined;
  readonly info: MlflowRunInfo;
  readonly metrics: ReadonlyMap<string, MlflowMetric>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly datasets: readonly string[];
}

export function listedRun({ info, data, inputs }: MlflowRun): ListedRun {
  const tags = new Map((data.tags ?? []).map(({ key, value }) => [key, value]));
  return {
    id: info.run_id,
    name: info.run_name || info.run_id,
    parentId: tags.get(PARENT_TAG),
    info,
    metrics: new Map((data.metrics ?? []).map((metric) => [metric.key, metric])),
    params: new Map((data.params ?? []).map(({ key, value }) => [key, value])),
    tags,
    datasets: (inputs?.dataset_inputs ?? []).map(({ dataset }) => dataset.name),
  };
}

/** Whether something of it can still change by itself. */
export function isRunning({ info }: ListedRun): boolean {
  return info.status === 'RUNNING' || info.status === 'SCHEDULED';
}

/** As a number; undefined where there is none, NaN where it is none. */
export function metricNumber(run: ListedRun, key: string): number | undefined {
  const value = run.metrics.get(key)?.value;
  return value === undefined ? undefined : Number(value);
}
