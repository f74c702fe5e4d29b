import { getJson } from '../../api/request.ts';
import type { MlflowMetric } from './runs.ts';
import { BASE } from './shapes.ts';

/** Points of a curve that are drawn at most; the collector picks them evenly by step. */
const MAX_POINTS = 2_500;
/** Runs that one request may name. */
const MAX_RUNS = 100;

/** A point of the history of a metric of a run. */
export interface RunPoint extends MlflowMetric {
  readonly run_id: string;
}

/** Histories of one metric of many runs, thinned out where they are long. @throws ApiFailure */
export async function getHistories(
  runIds: readonly string[],
  key: string,
  abort?: AbortSignal,
): Promise<readonly RunPoint[]> {
  const groups = Array.from({ length: Math.ceil(runIds.length / MAX_RUNS) }, (_, at) =>
    runIds.slice(at * MAX_RUNS, (at + 1) * MAX_RUNS),
  );
  const answers = await Promise.all(
    groups.map((ids) => {
      const query = new URLSearchParams({ metric_key: key, max_results: String(MAX_POINTS) });
      for (const id of ids) query.append('run_ids', id);
      const path = `${BASE}/metrics/get-history-bulk-interval?${query}`;
      return getJson<{ readonly metrics?: readonly RunPoint[] }>(path, abort);
    }),
  );
  return answers.flatMap(({ metrics = [] }) => metrics);
}
