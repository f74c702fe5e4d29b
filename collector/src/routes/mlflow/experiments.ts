import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { EXPERIMENT_FIELDS } from '../../filter/entities/experiment-fields.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../filter/entities/parse-entity-order.ts';
import type { Experiment } from '../../storage/tracking/experiments/experiment-store.ts';
import { checkArtifactLocation } from './artifact-location.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { checkKey, checkValue } from './key-rules.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { keyValue, optional, repeated, requiredText, SEARCH_ENTRIES, text, viewType } from './request-fields.ts';
import { lifecycleOf, tagList } from './shapes.ts';

const MAX_TAG_VALUE = 20_000;
const ById = v.object({ experiment_id: requiredText });
const Search = v.object({ ...SEARCH_ENTRIES, view_type: viewType });

/** `experiments/*`. */
export const EXPERIMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    '2.0/mlflow/experiments/create',
    v.object({ name: requiredText, artifact_location: optional(text), tags: repeated(keyValue) }),
    async ({ name, artifact_location: artifactLocation = '', tags }, { stores, principal }) => {
      for (const { key, value } of tags) checkTag(key, value);
      checkArtifactLocation(artifactLocation);
      const experiment = { name, artifactLocation, tags: new Map(tags.map(({ key, value }) => [key, value])) };
      return { experiment_id: await stores.experiments.create(principal.workspaceId, experiment) };
    },
  ),
  endpoint('GET', '2.0/mlflow/experiments/get', ById, async ({ experiment_id: id }, { stores, principal }) => {
    const experiment = await stores.experiments.getById(principal.workspaceId, id);
    if (experiment === undefined) throw missing(`No Experiment with id=${id} exists`);
    return { experiment: experimentJson(experiment) };
  }),
  endpoint(
    'GET',
    '2.0/mlflow/experiments/get-by-name',
    v.object({ experiment_name: requiredText }),
    async ({ experiment_name: name }, { stores, principal }) => {
      const experiment = await stores.experiments.getByName(principal.workspaceId, name);
      if (experiment === undefined) throw missing(`Could not find experiment with name '${name}'`);
      return { experiment: experimentJson(experiment) };
    },
  ),
  endpoint('GET', '2.0/mlflow/experiments/search', Search, searchExperiments),
  endpoint('POST', '2.0/mlflow/experiments/search', Search, searchExperiments),
  endpoint(
    'POST',
    '2.0/mlflow/experiments/update',
    v.object({ experiment_id: requiredText, new_name: optional(text) }),
    async ({ experiment_id: id, new_name: name }, { stores, principal }) => {
      if (name !== undefined) await stores.experiments.rename(principal.workspaceId, id, name);
      return {};
    },
  ),
  endpoint('POST', '2.0/mlflow/experiments/delete', ById, async ({ experiment_id: id }, { stores, principal }) => {
    await stores.experiments.setLifecycle(principal.workspaceId, id, 'deleted');
    return {};
  }),
  endpoint('POST', '2.0/mlflow/experiments/restore', ById, async ({ experiment_id: id }, { stores, principal }) => {
    await stores.experiments.setLifecycle(principal.workspaceId, id, 'active');
    return {};
  }),
  endpoint(
    'POST',
    '2.0/mlflow/experiments/set-experiment-tag',
    v.object({ experiment_id: requiredText, key: requiredText, value: v.nullish(text, '') }),
    async ({ experiment_id: id, key, value }, { stores, principal }) => {
      checkTag(key, value);
      await stores.experiments.setTag(principal.workspaceId, id, key, value);
      return {};
    },
  ),
  endpoint(
    'POST',
    '2.0/mlflow/experiments/delete-experiment-tag',
    v.object({ experiment_id: requiredText, key: requiredText }),
    async ({ experiment_id: id, key }, { stores, principal }) => {
      await stores.experiments.deleteTag(principal.workspaceId, id, key);
      return {};
    },
  ),
];

async function searchExperiments(
  request: v.InferOutput<typeof Search>,
  { stores, principal }: MlflowContext,
): Promise<object> {
  const after = decodePageToken(request.page_token);
  const lifecycle = lifecycleOf(request.view_type);
  const { items, next } = await stores.experiments.search(principal.workspaceId, {
    conditions: parseEntityFilter(request.filter, EXPERIMENT_FIELDS),
    order: parseEntityOrder(request.order_by, EXPERIMENT_FIELDS),
    limit: checkMaxResults(request.max_results, { most: 50_000, usual: 1_000 }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(after === undefined ? {} : { after }),
  });
  return { experiments: items.map(experimentJson), next_page_token: encodePageToken(next) };
}

function experimentJson(experiment: Experiment): object {
  return {
    experiment_id: experiment.id,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycle,
    last_update_time: experiment.updatedMs,
    creation_time: experiment.createdMs,
    ...tagList(experiment.tags),
  };
}

function checkTag(key: string, value: string): void {
  checkKey('tag', key);
  checkValue('value', value, MAX_TAG_VALUE);
}

function missing(message: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', message);
}
