import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../filter/entities/parse-entity-order.ts';
import { RUN_FIELDS } from '../../filter/entities/run-fields.ts';
import { RUN_NAME_TAG } from '../../storage/tracking/runs/run-pairs.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { int64, keyValue, optional, repeated, requiredText, SEARCH_ENTRIES, text, viewType } from './request-fields.ts';
import { runInfoJson, runJson } from './run-json.ts';
import { checkRunTag } from './run-limits.ts';
import { randomRunName } from './run-name.ts';
import { lifecycleOf } from './shapes.ts';

const Status = v.picklist(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

/** `runs/*`, but for what is logged of a run. */
export const RUN_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    '2.0/mlflow/runs/create',
    v.object({
      experiment_id: v.nullish(text, '0'),
      user_id: v.nullish(text, ''),
      run_name: v.nullish(text, ''),
      start_time: optional(int64),
      tags: repeated(keyValue),
    }),
    async ({ experiment_id: experimentId, user_id: userId, run_name, start_time: startMs, tags }, context) => {
      const given = new Map(tags.map(({ key, value }) => checkRunTag(key, value)));
      const name = runName(run_name, given.get(RUN_NAME_TAG));
      const run = { experimentId, userId, startMs: startMs || undefined, name, tags: given };
      return { run: runJson(await context.stores.runs.create(context.principal.workspaceId, run)) };
    },
  ),
  endpoint(
    'GET',
    '2.0/mlflow/runs/get',
    v.object({ run_id: requiredText }),
    async ({ run_id: runId }, { stores, principal }) => ({
      run: runJson(await stores.runs.get(principal.workspaceId, runId)),
    }),
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/update',
    v.object({
      run_id: requiredText,
      status: optional(Status),
      end_time: optional(int64),
      run_name: v.nullish(text, ''),
    }),
    async ({ run_id: runId, status, end_time: endMs, run_name }, { stores, principal }) => {
      const change = { status, endMs: endMs || undefined, name: run_name || undefined };
      return { run_info: runInfoJson(await stores.runs.update(principal.workspaceId, runId, change)) };
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/delete',
    v.object({ run_id: requiredText }),
    async ({ run_id: runId }, { stores, principal }) => {
      await stores.runs.setLifecycle(principal.workspaceId, runId, 'deleted');
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/restore',
    v.object({ run_id: requiredText }),
    async ({ run_id: runId }, { stores, principal }) => {
      await stores.runs.setLifecycle(principal.workspaceId, runId, 'active');
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/runs/search',
    v.object({
      experiment_ids: repeated(requiredText),
      ...SEARCH_ENTRIES,
      run_view_type: viewType,
    }),
    async (request, { stores, principal }) => {
      const { items, next } = await stores.runs.search(principal.workspaceId, {
        experimentIds: request.experiment_ids,
        lifecycle: lifecycleOf(request.run_view_type),
        conditions: parseEntityFilter(request.filter, RUN_FIELDS),
        order: parseEntityOrder(request.order_by, RUN_FIELDS),
        limit: checkMaxResults(request.max_results, { most: 50_000, usual: 1_000 }),
        after: decodePageToken(request.page_token),
      });
      return { ...(items.length === 0 ? {} : { runs: items.map(runJson) }), next_page_token: encodePageToken(next) };
    },
  ),
];

/** @throws ApiError `INVALID_PARAMETER_VALUE` if the field and the tag say two things. */
function runName(given: string, tag: string | undefined): string {
  if (given !== '' && tag !== undefined && given !== tag) {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
        `(run_name='${given}', mlflow.runName='${tag}').`,
    );
  }
  return given || tag || randomRunName();
}
