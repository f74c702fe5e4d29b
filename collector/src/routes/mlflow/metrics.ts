import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import type { RunPoint } from '../../storage/tracking/metrics/metric-store.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { int64, optional, repeated, requiredText, text } from './request-fields.ts';
import { metricJson } from './run-json.ts';

const MAX_POINTS = 25_000;
const MAX_SAMPLED = 2_500;
const MAX_RUNS = 100;

/** `metrics/*`: what runs have logged. */
export const METRIC_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'GET',
    '2.0/mlflow/metrics/get-history',
    v.object({
      run_id: requiredText,
      metric_key: requiredText,
      page_token: optional(text),
      max_results: optional(int64),
    }),
    async ({ run_id: runId, metric_key: key, page_token: token, max_results }, { stores, principal }) => {
      // Clients that know no pages ask for all of it.
      const limit = max_results && checkMaxResults(max_results, { most: MAX_POINTS, usual: MAX_POINTS });
      await stores.runs.getInfo(principal.workspaceId, runId);
      const page = { limit: limit || undefined, after: decodePageToken(token) };
      const { items, next } = await stores.metrics.history(principal.workspaceId, runId, key, page);
      return { metrics: items.map(metricJson), next_page_token: encodePageToken(next) };
    },
  ),
  endpoint(
    'GET',
    '2.0/mlflow/metrics/get-history-bulk',
    v.object({ run_id: repeated(requiredText), metric_key: requiredText, max_results: optional(int64) }),
    async ({ run_id: runIds, metric_key: key, max_results }, { stores, principal }) => {
      checkRuns('GetMetricHistoryBulk', runIds);
      const limit = Math.min(max_results ?? MAX_POINTS, MAX_POINTS);
      const points = await stores.metrics.historyOfRuns(principal.workspaceId, runIds, key, limit);
      return { metrics: points.map(runPointJson) };
    },
  ),
  endpoint(
    'GET',
    '2.0/mlflow/metrics/get-history-bulk-interval',
    v.object({
      run_ids: repeated(requiredText),
      metric_key: requiredText,
      start_step: optional(int64),
      end_step: optional(int64),
      max_results: optional(int64),
    }),
    async ({ run_ids: runIds, metric_key: key, start_step: from, end_step: to, max_results }, context) => {
      checkRuns('GetMetricHistoryBulkInterval', runIds);
      const limit = checkMaxResults(max_results, { most: MAX_SAMPLED, usual: MAX_SAMPLED });
      const steps = stepRange(from, to);
      const { metrics } = context.stores;
      const points = await metrics.sample(context.principal.workspaceId, runIds, key, { limit, steps });
      return { metrics: points.map(runPointJson) };
    },
  ),
];

function runPointJson(point: RunPoint): object {
  return { ...metricJson(point), run_id: point.runId };
}

function checkRuns(request: string, runIds: readonly string[]): void {
  if (runIds.length === 0) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `${request} request must specify at least one run_id.`);
  }
  if (runIds.length > MAX_RUNS) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `${request} request cannot specify more than ${MAX_RUNS} run_ids. Received ${runIds.length} run_ids.`,
    );
  }
}

function stepRange(from: number | undefined, to: number | undefined): { from: number; to: number } | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      'If either start step or end step are specified, both must be specified.',
    );
  }
  if (from <= to) return { from, to };
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `end_step must be greater than start_step. Found end_step=${to} and start_step=${from}.`,
  );
}
