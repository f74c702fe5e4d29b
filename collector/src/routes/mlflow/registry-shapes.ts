import type { ModelVersion } from '../../storage/tracking/registry/model-version-store.ts';
import type { RegisteredModel } from '../../storage/tracking/registry/registered-model-store.ts';
import { tagList } from './shapes.ts';

/** A registered model as MLflow writes it; versions are texts there. */
export function registeredModelJson(model: RegisteredModel): object {
  const aliases = [...model.aliases].map(([alias, version]) => ({ alias, version: String(version) }));
  return {
    name: model.name,
    creation_timestamp: model.createdMs,
    last_updated_timestamp: model.updatedMs,
    ...(model.description === '' ? {} : { description: model.description }),
    ...(model.latestVersions.length === 0 ? {} : { latest_versions: model.latestVersions.map(modelVersionJson) }),
    ...tagList(model.tags),
    ...(aliases.length === 0 ? {} : { aliases }),
  };
}

/** A version as MLflow writes it. It is ready as soon as it is made. */
export function modelVersionJson(version: ModelVersion): object {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.createdMs,
    last_updated_timestamp: version.updatedMs,
    description: version.description,
    current_stage: version.stage,
    source: version.source,
    run_id: version.runId,
    run_link: version.runLink,
    status: 'READY',
    ...(version.modelId === '' ? {} : { model_id: version.modelId }),
    ...tagList(version.tags),
    ...(version.aliases.length === 0 ? {} : { aliases: version.aliases }),
  };
}
