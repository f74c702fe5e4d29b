import { readPairs, type WireNumber, type WirePair } from '../http/wire.ts';

/** A version of a registered model as MLflow writes it. */
export interface WireModelVersion {
  readonly name: string;
  readonly version: WireNumber;
  readonly creation_timestamp?: WireNumber;
  readonly last_updated_timestamp?: WireNumber;
  readonly description?: string;
  readonly current_stage?: string;
  readonly source?: string;
  readonly run_id?: string;
  readonly model_id?: string;
  readonly run_link?: string;
  readonly status?: string;
  readonly tags?: readonly WirePair[];
  readonly aliases?: readonly string[];
}

/** A registered model as MLflow writes it. */
export interface WireRegisteredModel {
  readonly name: string;
  readonly creation_timestamp?: WireNumber;
  readonly last_updated_timestamp?: WireNumber;
  readonly description?: string;
  readonly latest_versions?: readonly WireModelVersion[];
  readonly tags?: readonly WirePair[];
  readonly aliases?: readonly { readonly alias: string; readonly version: WireNumber }[];
}

/** Stages of a model's life, in their order. */
export type ModelStage = 'None' | 'Staging' | 'Production' | 'Archived';

/** One version of a registered model. Texts that were not given are ''. */
export interface ModelVersion {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly stage: ModelStage;
  /** Address of its files, or of what it was made from. */
  readonly source: string;
  /** The run that it comes from; ''. */
  readonly runId: string;
  /** The logged model that it was made from; ''. */
  readonly modelId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  /** Milliseconds since the Unix epoch, as the other times. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** A name under which versions stand. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The version that each alias stands for. */
  readonly aliases: Readonly<Record<string, number>>;
  /** The highest version of each stage that has one. */
  readonly latestVersions: readonly ModelVersion[];
  /** Milliseconds since the Unix epoch, as the other times. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

export function readModelVersion(version: WireModelVersion): ModelVersion {
  return {
    name: version.name,
    version: Number(version.version),
    description: version.description ?? '',
    stage: (version.current_stage || 'None') as ModelStage,
    source: version.source ?? '',
    runId: version.run_id ?? '',
    modelId: version.model_id ?? '',
    tags: readPairs(version.tags),
    aliases: version.aliases ?? [],
    createdMs: Number(version.creation_timestamp ?? 0),
    updatedMs: Number(version.last_updated_timestamp ?? 0),
  };
}

export function readRegisteredModel(model: WireRegisteredModel): RegisteredModel {
  return {
    name: model.name,
    description: model.description ?? '',
    tags: readPairs(model.tags),
    aliases: Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, Number(version)])),
    latestVersions: (model.latest_versions ?? []).map(readModelVersion),
    createdMs: Number(model.creation_timestamp ?? 0),
    updatedMs: Number(model.last_updated_timestamp ?? 0),
  };
}
