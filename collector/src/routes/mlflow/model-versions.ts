import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { parseEntityFilter } from '../../filter/entities/parse-entity-filter.ts';
import { parseEntityOrder } from '../../filter/entities/parse-entity-order.ts';
import { MODEL_VERSION_FIELDS } from '../../filter/entities/registry-fields.ts';
import { ACTIVE_STAGES, parseStage } from '../../storage/tracking/registry/model-stage.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { checkMaxResults } from './max-results.ts';
import { versionOrigin } from './model-version-source.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';
import { checkModelName, checkRegistryTag, parseVersion } from './registry-rules.ts';
import { modelVersionJson } from './registry-shapes.ts';
import { bool, keyValue, optional, repeated, requiredText, SEARCH_ENTRIES, text } from './request-fields.ts';
import { tagMap } from './shapes.ts';

const BASE = '2.0/mlflow/model-versions';
const ByVersion = v.object({ name: requiredText, version: requiredText });

/** `model-versions/*`. */
export const MODEL_VERSION_ENDPOINTS: readonly Endpoint[] = [
  endpoint(
    'POST',
    `${BASE}/create`,
    v.object({
      name: requiredText,
      source: requiredText,
      run_id: optional(text),
      model_id: optional(text),
      tags: repeated(keyValue),
      run_link: v.nullish(text, ''),
      description: v.nullish(text, ''),
    }),
    async (request, { stores, principal }) => {
      checkModelName(request.name);
      for (const { key, value } of request.tags) checkRegistryTag(key, value);
      const tags = tagMap(request.tags);
      const asked = { source: request.source, runId: request.run_id, modelId: request.model_id };
      const origin = await versionOrigin(stores, principal.workspaceId, asked, tags);
      const version = await stores.modelVersions.create(
        principal.workspaceId,
        {
          name: request.name,
          description: request.description,
          runLink: request.run_link,
          tags,
          ...origin,
        },
        principal.subject,
      );
      if (origin.modelId !== '') await stores.loggedModels.noteVersion(principal.workspaceId, origin.modelId, version);
      return { model_version: modelVersionJson(version) };
    },
  ),
  endpoint('GET', `${BASE}/get`, ByVersion, async ({ name, version }, { stores, principal }) => {
    checkModelName(name);
    const found = await stores.modelVersions.get(principal.workspaceId, name, parseVersion(version));
    return { model_version: modelVersionJson(found) };
  }),
  endpoint(
    'PATCH',
    `${BASE}/update`,
    v.object({ ...ByVersion.entries, description: v.nullish(text, '') }),
    async ({ name, version, description }, { stores, principal }) => {
      checkModelName(name);
      const number = parseVersion(version);
      const changed = await stores.modelVersions.update(principal.workspaceId, name, number, description);
      return { model_version: modelVersionJson(changed) };
    },
  ),
  endpoint(
    'POST',
    `${BASE}/transition-stage`,
    v.object({ ...ByVersion.entries, stage: requiredText, archive_existing_versions: v.nullish(bool, false) }),
    async ({ name, version, stage, archive_existing_versions: archives }, { stores, principal }) => {
      checkModelName(name);
      const wanted = parseStage(stage);
      if (archives && !ACTIVE_STAGES.includes(wanted)) {
        throw new ApiError(
          'INVALID_PARAMETER_VALUE',
          `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. ` +
            `Valid stages are ['Staging', 'Production']`,
        );
      }
      const number = parseVersion(version);
      const { workspaceId, subject } = principal;
      const moved = await stores.modelVersions.transition(workspaceId, name, number, wanted, archives, subject);
      return { model_version: modelVersionJson(moved) };
    },
  ),
  endpoint('DELETE', `${BASE}/delete`, ByVersion, async ({ name, version }, { stores, principal }) => {
    checkModelName(name);
    await stores.modelVersions.delete(principal.workspaceId, name, parseVersion(version), principal.subject);
    return {};
  }),
  endpoint(
    'GET',
    `${BASE}/search`,
    v.object({
      ...SEARCH_ENTRIES,
    }),
    async (request, { stores, principal }) => {
      const { items, next } = await stores.modelVersions.search(principal.workspaceId, {
        conditions: parseEntityFilter(request.filter, MODEL_VERSION_FIELDS),
        order: parseEntityOrder(request.order_by, MODEL_VERSION_FIELDS),
        limit: checkMaxResults(request.max_results, { most: 200_000, usual: 10_000 }),
        after: decodePageToken(request.page_token),
      });
      return { model_versions: items.map(modelVersionJson), next_page_token: encodePageToken(next) };
    },
  ),
  endpoint('GET', `${BASE}/get-download-uri`, ByVersion, async ({ name, version }, { stores, principal }) => {
    checkModelName(name);
    const found = await stores.modelVersions.get(principal.workspaceId, name, parseVersion(version));
    return { artifact_uri: found.storageLocation };
  }),
  endpoint(
    'POST',
    `${BASE}/set-tag`,
    v.object({ ...ByVersion.entries, key: requiredText, value: v.nullish(text, '') }),
    async ({ name, version, key, value }, { stores, principal }) => {
      checkModelName(name);
      checkRegistryTag(key, value);
      await stores.modelVersions.setTag(principal.workspaceId, name, parseVersion(version), key, value);
      return {};
    },
  ),
  endpoint(
    'DELETE',
    `${BASE}/delete-tag`,
    v.object({ ...ByVersion.entries, key: requiredText }),
    async ({ name, version, key }, { stores, principal }) => {
      checkModelName(name);
      await stores.modelVersions.deleteTag(principal.workspaceId, name, parseVersion(version), key);
      return {};
    },
  ),
];
