import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { DATASET_FIELDS } from '../../filter/entities/dataset-fields.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../filter/entities/parse-entity-order.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';
import { datasetJson, recordJson } from './dataset-json.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { parseRecords } from './parse-dataset-records.ts';
import { int64, optional, repeated, requiredText, text } from './request-fields.ts';

const BASE = '3.0/mlflow/datasets';
const ById = v.object({ dataset_id: requiredText });
const Experiments = v.object({ dataset_id: requiredText, experiment_ids: repeated(text) });
const Search = v.object({
  experiment_ids: repeated(text),
  filter_string: v.nullish(text, ''),
  max_results: optional(int64),
  order_by: repeated(text),
  page_token: optional(text),
});

/** `datasets/*`: what applications and models are evaluated with. */
export const DATASET_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    `${BASE}/create`,
    v.object({ name: requiredText, experiment_ids: repeated(text), tags: optional(text) }),
    async ({ name, experiment_ids: experimentIds, tags }, context) => {
      await requireExperiments(context, experimentIds);
      const dataset = { name, experimentIds, tags: tagsOf(tags ?? '') };
      return { dataset: datasetJson(await context.stores.datasets.create(context.principal.workspaceId, dataset)) };
    },
  ),
  endpoint('GET', `${BASE}/search`, Search, searchDatasets),
  endpoint('POST', `${BASE}/search`, Search, searchDatasets),
  endpoint('GET', `${BASE}/:dataset_id`, ById, async ({ dataset_id: id }, { stores, principal }) => ({
    dataset: datasetJson(await stores.datasets.get(principal.workspaceId, id)),
  })),
  endpoint('DELETE', `${BASE}/:dataset_id`, ById, async ({ dataset_id: id }, { stores, principal }) => {
    await stores.datasets.delete(principal.workspaceId, id);
    return {};
  }),
  endpoint(
    'PATCH',
    `${BASE}/:dataset_id/tags`,
    v.object({ dataset_id: requiredText, tags: requiredText }),
    async ({ dataset_id: id, tags }, { stores, principal }) => {
      await stores.datasets.setTags(principal.workspaceId, id, tagsOf(tags));
      return {};
    },
  ),
  endpoint(
    'DELETE',
    `${BASE}/:dataset_id/tags/:key`,
    v.object({ dataset_id: requiredText, key: requiredText }),
    async ({ dataset_id: id, key }, { stores, principal }) => {
      await stores.datasets.deleteTag(principal.workspaceId, id, key);
      return {};
    },
  ),
  endpoint(
    'POST',
    `${BASE}/:dataset_id/records`,
    v.object({ dataset_id: requiredText, records: requiredText }),
    async ({ dataset_id: id, records }, { stores, principal }) => {
      const counts = await stores.datasets.putRecords(principal.workspaceId, id, parseRecords(records));
      return { inserted_count: counts.inserted, updated_count: counts.updated };
    },
  ),
  endpoint(
    'GET',
    `${BASE}/:dataset_id/records`,
    v.object({ dataset_id: requiredText, max_results: optional(int64), page_token: optional(text) }),
    async ({ dataset_id: id, max_results: most, page_token: token }, { stores, principal }) => {
      const limit = checkMaxResults(most === 0 ? undefined : most, { most: 50_000, usual: 1_000 });
      const { items, next } = await stores.datasets.records(principal.workspaceId, id, limit, decodePageToken(token));
      const records = items.map((record) => recordJson(id, record));
      return { records: JSON.stringify(records), next_page_token: encodePageToken(next) };
    },
  ),
  endpoint(
    'DELETE',
    `${BASE}/:dataset_id/records`,
    v.object({ dataset_id: requiredText, dataset_record_ids: repeated(text) }),
    async ({ dataset_id: id, dataset_record_ids: recordIds }, { stores, principal }) => ({
      deleted_count: await stores.datasets.deleteRecords(principal.workspaceId, id, recordIds),
    }),
  ),
  endpoint('GET', `${BASE}/:dataset_id/experiment-ids`, ById, async ({ dataset_id: id }, { stores, principal }) => ({
    experiment_ids: (await stores.datasets.get(principal.workspaceId, id)).experimentIds,
  })),
  endpoint('POST', `${BASE}/:dataset_id/add-experiments`, Experiments, async (request, context) => {
    const { dataset_id: id, experiment_ids: experimentIds } = request;
    await requireExperiments(context, experimentIds);
    const { stores, principal } = context;
    return { dataset: datasetJson(await stores.datasets.addExperiments(principal.workspaceId, id, experimentIds)) };
  }),
  endpoint('POST', `${BASE}/:dataset_id/remove-experiments`, Experiments, async (request, { stores, principal }) => {
    const { dataset_id: id, experiment_ids: experimentIds } = request;
    return { dataset: datasetJson(await stores.datasets.removeExperiments(principal.workspaceId, id, experimentIds)) };
  }),
];

async function searchDatasets(
  request: v.InferOutput<typeof Search>,
  { stores, principal }: MlflowContext,
): Promise<object> {
  const { items, next } = await stores.datasets.search(principal.workspaceId, request.experiment_ids, {
    conditions: parseEntityFilter(request.filter_string, DATASET_FIELDS),
    order: parseEntityOrder(request.order_by, DATASET_FIELDS),
    limit: checkMaxResults(request.max_results, { most: 50_000, usual: 1_000 }),
    after: decodePageToken(request.page_token),
  });
  return { datasets: items.map(datasetJson), next_page_token: encodePageToken(next) };
}

async function requireExperiments({ stores, principal }: MlflowContext, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if ((await stores.experiments.getById(principal.workspaceId, id)) === undefined) {
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`);
    }
  }
}

/** Tags, which come as JSON within JSON; those without a value are left out. */
function tagsOf(json: string): ReadonlyMap<string, string> {
  const tags = json === '' ? {} : parseUntrustedJson(json, notTags);
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) throw notTags();
  const given = Object.entries(tags).filter(([, value]) => value !== null);
  return new Map(given.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
}

function notTags(options?: ErrorOptions): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', "'tags' must be an object, written as JSON", options);
}
