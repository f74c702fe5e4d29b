import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { resolveEntity } from '../../filter/entities/entity-name.ts';
import { LOGGED_MODEL_FIELDS } from '../../filter/entities/logged-model-fields.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import type { LoggedModelOrder, LoggedModelStatus } from '../../storage/tracking/logged-models/logged-model-store.ts';
import { listArtifacts } from './artifacts.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { loggedModelJson } from './logged-model-json.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { bool, int64, keyValue, optional, repeated, requiredText, text } from './request-fields.ts';
import { randomRunName } from './run-name.ts';
import { tagMap } from './shapes.ts';

const BASE = '2.0/mlflow/logged-models';
const ById = v.object({ model_id: requiredText });

/** As protobuf has them, by their numbers. */
const STATUSES = [
  ['LOGGED_MODEL_STATUS_UNSPECIFIED', 'UNSPECIFIED'],
  ['LOGGED_MODEL_PENDING', 'PENDING'],
  ['LOGGED_MODEL_READY', 'READY'],
  ['LOGGED_MODEL_UPLOAD_FAILED', 'FAILED'],
] as const satisfies readonly (readonly [string, LoggedModelStatus])[];

/** `logged-models/*`: models that runs have made. */
export const LOGGED_MODEL_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    BASE,
    v.object({
      experiment_id: requiredText,
      name: v.nullish(text, ''),
      model_type: v.nullish(text, ''),
      source_run_id: v.nullish(text, ''),
      params: repeated(keyValue),
      tags: repeated(keyValue),
    }),
    async (request, { stores, principal }) => {
      if (request.name !== '') checkLoggedModelName(request.name);
      const experiment = await stores.experiments.getById(principal.workspaceId, request.experiment_id);
      if (experiment === undefined) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${request.experiment_id} exists`);
      }
      if (experiment.lifecycle !== 'active') {
        throw new ApiError('INVALID_PARAMETER_VALUE', `The experiment ${experiment.id} must be in the 'active' state.`);
      }
      const model = await stores.loggedModels.create(principal.workspaceId, {
        experimentId: experiment.id,
        experimentLocation: experiment.artifactLocation,
        // MLflow makes names of one kind for models and runs.
        name: request.name === '' ? randomRunName() : request.name,
        modelType: request.model_type,
        sourceRunId: request.source_run_id,
        params: tagMap(request.params),
        tags: tagMap(request.tags),
      });
      return { model: loggedModelJson(model) };
    },
  ),
  endpoint(
    'POST',
    `${BASE}/search`,
    v.object({
      experiment_ids: v.pipe(repeated(text), v.minLength(1, "Missing value for required parameter 'experiment_ids'.")),
      filter: v.nullish(text, ''),
      datasets: repeated(v.object({ dataset_name: v.nullish(text, ''), dataset_digest: optional(text) })),
      max_results: optional(int64),
      order_by: repeated(
        v.object({
          field_name: requiredText,
          ascending: v.nullish(bool, true),
          dataset_name: optional(text),
          dataset_digest: optional(text),
        }),
      ),
      page_token: optional(text),
    }),
    async (request, { stores, principal }) => {
      if (request.datasets.some(({ dataset_name: name }) => name === '')) {
        throw new ApiError('INVALID_PARAMETER_VALUE', '`dataset_name` in the `datasets` clause must be specified.');
      }
      const { items, next } = await stores.loggedModels.search(principal.workspaceId, {
        experimentIds: request.experiment_ids,
        conditions: parseEntityFilter(request.filter, LOGGED_MODEL_FIELDS),
        datasets: request.datasets.map(({ dataset_name: datasetName, dataset_digest: digest }) => ({
          datasetName,
          datasetDigest: digest === '' ? undefined : digest,
        })),
        order: request.order_by.map(orderOf),
        limit: checkMaxResults(request.max_results, { most: 1_000, usual: 100 }),
        after: decodePageToken(request.page_token),
      });
      return { models: items.map(loggedModelJson), next_page_token: encodePageToken(next) };
    },
  ),
  endpoint(
    'GET',
    `${BASE}/:model_id`,
    v.object({ model_id: requiredText, allow_deleted: v.nullish(bool, false) }),
    async ({ model_id: id, allow_deleted: allowsDeleted }, { stores, principal }) => ({
      model: loggedModelJson(await stores.loggedModels.get(principal.workspaceId, id, allowsDeleted)),
    }),
  ),
  endpoint(
    'PATCH',
    `${BASE}/:model_id`,
    v.object({ model_id: requiredText, status: v.union([text, v.number()]) }),
    async ({ model_id: id, status }, { stores, principal }) => ({
      model: loggedModelJson(await stores.loggedModels.finalize(principal.workspaceId, id, parseStatus(status))),
    }),
  ),
  endpoint('DELETE', `${BASE}/:model_id`, ById, async ({ model_id: id }, { stores, principal }) => {
    await stores.loggedModels.delete(principal.workspaceId, id);
    return {};
  }),
  endpoint(
    'POST',
    `${BASE}/:model_id/params`,
    v.object({ model_id: requiredText, params: repeated(keyValue) }),
    async ({ model_id: id, params }, { stores, principal }) => {
      await stores.loggedModels.addParams(principal.workspaceId, id, tagMap(params));
      return {};
    },
  ),
  endpoint(
    'PATCH',
    `${BASE}/:model_id/tags`,
    v.object({ model_id: requiredText, tags: repeated(keyValue) }),
    async ({ model_id: id, tags }, { stores, principal }) => {
      await stores.loggedModels.setTags(principal.workspaceId, id, tagMap(tags));
      return {};
    },
  ),
  endpoint(
    'DELETE',
    `${BASE}/:model_id/tags/:tag_key`,
    v.object({ model_id: requiredText, tag_key: requiredText }),
    async ({ model_id: id, tag_key: key }, { stores, principal }) => {
      await stores.loggedModels.deleteTag(principal.workspaceId, id, key);
      return {};
    },
  ),
  endpoint(
    'GET',
    `${BASE}/:model_id/artifacts/directories`,
    v.object({ model_id: requiredText, artifact_directory_path: v.nullish(text, '') }),
    async ({ model_id: id, artifact_directory_path: path }, context) => {
      const { artifactLocation } = await context.stores.loggedModels.get(context.principal.workspaceId, id);
      return listArtifacts(context, artifactLocation, path);
    },
  ),
];

function orderOf(order: {
  readonly field_name: string;
  readonly ascending: boolean;
  readonly dataset_name: string | undefined;
  readonly dataset_digest: string | undefined;
}): LoggedModelOrder {
  const dot = order.field_name.indexOf('.');
  const { kind, key } = resolveEntity(order.field_name, undefined, LOGGED_MODEL_FIELDS);
  if (kind !== 'attribute' && kind !== 'metric') {
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `Invalid order by field name: ${order.field_name}. Only metrics are supported.`,
    );
  }
  const on = order.dataset_name && {
    datasetName: order.dataset_name,
    datasetDigest: order.dataset_digest || undefined,
  };
  return {
    kind,
    key: kind === 'metric' ? order.field_name.slice(dot + 1) : key,
    isDescending: !order.ascending,
    on: on || undefined,
  };
}

function parseStatus(given: string | number): LoggedModelStatus {
  const known = STATUSES.find(([name], number) => name === given || String(number) === String(given));
  if (known !== undefined) return known[1];
  throw new ApiError('INVALID_PARAMETER_VALUE', `Unknown model status: ${given}`);
}

function checkLoggedModelName(name: string): void {
  if (!/[/:.%"']/.test(name)) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following ` +
      `characters: ('/', ':', '.', '%', '"', "'")`,
  );
}
