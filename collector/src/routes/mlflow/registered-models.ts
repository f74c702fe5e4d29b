import * as v from 'valibot';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../filter/entities/parse-entity-order.ts';
import { REGISTERED_MODEL_FIELDS } from '../../filter/entities/registry-fields.ts';
import { MODEL_STAGES, parseStage } from '../../storage/tracking/registry/model-stage.ts';
import { type Endpoint, endpoint, type MlflowContext } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { checkAlias, checkModelName, checkNewAlias, checkRegistryTag, parseVersion } from './registry-rules.ts';
import { modelVersionJson, registeredModelJson } from './registry-shapes.ts';
import { keyValue, repeated, requiredText, SEARCH_ENTRIES, text } from './request-fields.ts';
import { tagMap } from './shapes.ts';

const BASE = '2.0/mlflow/registered-models';
const ByName = v.object({ name: requiredText });
const ByAlias = v.object({ name: requiredText, alias: requiredText });
const Latest = v.object({ name: requiredText, stages: repeated(text) });

/** `registered-models/*`. A prompt is a registered model with a tag that says so. */
export const REGISTERED_MODEL_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    `${BASE}/create`,
    v.object({ name: requiredText, tags: repeated(keyValue), description: v.nullish(text, '') }),
    async ({ name, tags, description }, { stores, principal }) => {
      checkModelName(name);
      for (const { key, value } of tags) checkRegistryTag(key, value);
      const model = { name, description, tags: tagMap(tags) };
      return answer(await stores.registeredModels.create(principal.workspaceId, model));
    },
  ),
  endpoint('GET', `${BASE}/get`, ByName, async ({ name }, { stores, principal }) => {
    checkModelName(name);
    return answer(await stores.registeredModels.get(principal.workspaceId, name));
  }),
  endpoint(
    'PATCH',
    `${BASE}/update`,
    v.object({ name: requiredText, description: v.nullish(text, '') }),
    async ({ name, description }, { stores, principal }) => {
      checkModelName(name);
      return answer(await stores.registeredModels.update(principal.workspaceId, name, description));
    },
  ),
  endpoint(
    'POST',
    `${BASE}/rename`,
    v.object({ name: requiredText, new_name: requiredText }),
    async ({ name, new_name: newName }, { stores, principal }) => {
      checkModelName(newName, 'new_name');
      checkModelName(name);
      return answer(await stores.registeredModels.rename(principal.workspaceId, name, newName));
    },
  ),
  endpoint('DELETE', `${BASE}/delete`, ByName, async ({ name }, { stores, principal }) => {
    checkModelName(name);
    await stores.registeredModels.delete(principal.workspaceId, name);
    return {};
  }),
  endpoint(
    'GET',
    `${BASE}/search`,
    v.object({
      ...SEARCH_ENTRIES,
    }),
    async (request, { stores, principal }) => {
      const { items, next } = await stores.registeredModels.search(principal.workspaceId, {
        conditions: parseEntityFilter(request.filter, REGISTERED_MODEL_FIELDS),
        order: parseEntityOrder(request.order_by, REGISTERED_MODEL_FIELDS),
        limit: checkMaxResults(request.max_results, { most: 1_000, usual: 100 }),
        after: decodePageToken(request.page_token),
      });
      return { registered_models: items.map(registeredModelJson), next_page_token: encodePageToken(next) };
    },
  ),
  endpoint('GET', `${BASE}/get-latest-versions`, Latest, latestVersions),
  endpoint('POST', `${BASE}/get-latest-versions`, Latest, latestVersions),
  endpoint(
    'POST',
    `${BASE}/set-tag`,
    v.object({ name: requiredText, key: requiredText, value: v.nullish(text, '') }),
    async ({ name, key, value }, { stores, principal }) => {
      checkModelName(name);
      checkRegistryTag(key, value);
      await stores.registeredModels.setTag(principal.workspaceId, name, key, value);
      return {};
    },
  ),
  endpoint(
    'DELETE',
    `${BASE}/delete-tag`,
    v.object({ name: requiredText, key: requiredText }),
    async ({ name, key }, { stores, principal }) => {
      checkModelName(name);
      await stores.registeredModels.deleteTag(principal.workspaceId, name, key);
      return {};
    },
  ),
  endpoint(
    'POST',
    `${BASE}/alias`,
    v.object({ name: requiredText, alias: requiredText, version: requiredText }),
    async ({ name, alias, version }, { stores, principal }) => {
      checkModelName(name);
      checkNewAlias(alias);
      const { workspaceId, subject } = principal;
      await stores.registeredModels.setAlias(workspaceId, name, alias, parseVersion(version), subject);
      return {};
    },
  ),
  endpoint('DELETE', `${BASE}/alias`, ByAlias, async ({ name, alias }, { stores, principal }) => {
    checkModelName(name);
    checkAlias(alias);
    await stores.registeredModels.deleteAlias(principal.workspaceId, name, alias, principal.subject);
    return {};
  }),
  endpoint('GET', `${BASE}/alias`, ByAlias, async ({ name, alias }, { stores, principal }) => {
    checkModelName(name);
    checkAlias(alias);
    return {
      model_version: modelVersionJson(await stores.modelVersions.getByAlias(principal.workspaceId, name, alias)),
    };
  }),
];

async function latestVersions(
  { name, stages }: v.InferOutput<typeof Latest>,
  { stores, principal }: MlflowContext,
): Promise<object> {
  checkModelName(name);
  const wanted = stages.length === 0 ? MODEL_STAGES : stages.map(parseStage);
  const versions = await stores.modelVersions.latest(principal.workspaceId, name, wanted);
  return { model_versions: versions.map(modelVersionJson) };
}

function answer(model: Parameters<typeof registeredModelJson>[0]): object {
  return { registered_model: registeredModelJson(model) };
}
