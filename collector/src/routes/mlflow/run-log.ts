import * as v from 'valibot';
import type { LoggedModelMetric } from '../../storage/tracking/logged-models/logged-model-store.ts';
import type { MetricPoint } from '../../storage/tracking/metrics/metric-point.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { checkKey } from './key-rules.ts';
import { double, int64, keyValue, optional, repeated, requiredText, text } from './request-fields.ts';
import { checkBatchSize, checkParam, checkParamsOnce, checkRunTag } from './run-limits.ts';

const metricEntries = {
  key: requiredText,
  value: double,
  timestamp: int64,
  step: v.nullish(int64, 0),
  model_id: optional(text),
  dataset_name: optional(text),
  dataset_digest: optional(text),
};
const Metric = v.object(metricEntries);
type Metric = v.InferOutput<typeof Metric>;

/** `runs/log-*`, `runs/set-tag` and `runs/delete-tag`. */
export const RUN_LOG_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-metric',
    v.object({ run_id: requiredText, ...metricEntries }),
    async ({ run_id: runId, ...metric }, { stores, principal }) => {
      await stores.runs.log(principal.workspaceId, runId, metricsOf(runId, [metric]));
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-parameter',
    v.object({ run_id: requiredText, key: requiredText, value: v.nullish(text, '') }),
    async ({ run_id: runId, key, value }, { stores, principal }) => {
      await stores.runs.log(principal.workspaceId, runId, { params: new Map([checkParam(key, value)]) });
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/set-tag',
    v.object({ run_id: requiredText, key: requiredText, value: v.nullish(text, '') }),
    async ({ run_id: runId, key, value }, { stores, principal }) => {
      await stores.runs.log(principal.workspaceId, runId, { tags: new Map([checkRunTag(key, value)]) });
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/delete-tag',
    v.object({ run_id: requiredText, key: requiredText }),
    async ({ run_id: runId, key }, { stores, principal }) => {
      await stores.runs.deleteTag(principal.workspaceId, runId, key);
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-batch',
    v.object({ run_id: requiredText, metrics: repeated(Metric), params: repeated(keyValue), tags: repeated(keyValue) }),
    async ({ run_id: runId, metrics, params, tags }, { stores, principal }) => {
      checkBatchSize({ metrics: metrics.length, params: params.length, tags: tags.length });
      checkParamsOnce(params);
      await stores.runs.log(principal.workspaceId, runId, {
        ...metricsOf(runId, metrics),
        params: new Map(params.map(({ key, value }) => checkParam(key, value))),
        tags: new Map(tags.map(({ key, value }) => checkRunTag(key, value))),
      });
      return {};
    },
  ),
];

function metricsOf(
  runId: string,
  metrics: readonly Metric[],
): { readonly metrics: readonly MetricPoint[]; readonly modelMetrics: readonly LoggedModelMetric[] } {
  const modelMetrics: LoggedModelMetric[] = [];
  const points = metrics.map(({ key, value, timestamp: timestampMs, step, ...of }) => {
    checkKey('metric', key);
    const point = { key, value, timestampMs, step };
    if (of.model_id) {
      const dataset = { datasetName: of.dataset_name ?? '', datasetDigest: of.dataset_digest ?? '' };
      modelMetrics.push({ ...point, ...dataset, modelId: of.model_id, runId });
    }
    return point;
  });
  return { metrics: points, modelMetrics };
}
