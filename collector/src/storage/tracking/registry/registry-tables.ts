/** Rows of the registry. Texts that were not given are ''. */
export interface RegistryTables {
  readonly registered_models: RegisteredModelRow;
  readonly registered_model_tags: RegisteredModelTagRow;
  readonly registered_model_aliases: RegisteredModelAliasRow;
  readonly model_versions: ModelVersionRow;
  readonly model_version_tags: ModelVersionTagRow;
  readonly model_history: ModelHistoryRow;
}

export interface RegisteredModelRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly description: string;
  /** The highest that was ever given, so that a number does not come again when its version is deleted. */
  readonly last_version: number;
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface RegisteredModelTagRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

interface RegisteredModelAliasRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly alias: string;
  readonly version: number;
}

export interface ModelVersionRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly stage: string;
  readonly source: string;
  readonly storage_location: string;
  readonly run_id: string;
  readonly run_link: string;
  readonly model_id: string;
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface ModelVersionTagRow {
  readonly workspace_id: string;
  readonly name: string;
  readonly version: number;
  readonly key: string;
  readonly value: string;
}

export interface ModelHistoryRow {
  readonly workspace_id: string;
  readonly name: string;
  /** Counted from 1 within the model. */
  readonly number: number;
  readonly version: number;
  readonly kind: 'created' | 'deleted' | 'stage' | 'alias';
  /** '' where it is about no alias. */
  readonly alias: string;
  /** A stage, or the number of a version; null for none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly actor: string;
  readonly at_ms: number;
}
