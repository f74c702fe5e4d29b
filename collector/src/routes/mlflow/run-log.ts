import * as v from 'valibot';
import { type Endpoint, endpoint } from './endpoint.ts';
import { METRIC_ENTRIES, readMetrics } from './metric-fields.ts';
import { keyValue, repeated, requiredText, text } from './request-fields.ts';
import { checkBatchSize, checkParam, checkParamsOnce, checkRunTag } from './run-limits.ts';

/** `runs/log-*`, `runs/set-tag` and `runs/delete-tag`. */
export const RUN_LOG_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    '2.0/mlflow/runs/log-metric',
    v.object({ run_id: requiredText, ...METRIC_ENTRIES }),
    async ({ run_id: runId, ...metric }, { stores, principal }) => {
      await stores.runs.log(principal.workspaceId, runId, readMetrics(runId, [metric]));
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
    v.object({
      run_id: requiredText,
      metrics: repeated(v.unknown()),
      params: repeated(keyValue),
      tags: repeated(keyValue),
    }),
    async ({ run_id: runId, metrics, params, tags }, { stores, principal }) => {
      checkBatchSize({ metrics: metrics.length, params: params.length, tags: tags.length });
      checkParamsOnce(params);
      await stores.runs.log(principal.workspaceId, runId, {
        ...readMetrics(runId, metrics),
        params: new Map(params.map(({ key, value }) => checkParam(key, value))),
        tags: new Map(tags.map(({ key, value }) => checkRunTag(key, value))),
      });
      return {};
    },
  ),
];
