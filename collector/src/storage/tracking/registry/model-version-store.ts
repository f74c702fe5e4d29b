import type { Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';
import type { ModelStage } from './model-stage.ts';

/** One version of a registered model, or of a prompt. Texts that were not given are ''. */
export interface ModelVersion {
  readonly name: string;
  /** Counted from 1 within the name; a number never comes again. */
  readonly version: number;
  readonly description: string;
  readonly stage: ModelStage;
  /** As it was given: an address, or what a run or a model is named by. */
  readonly source: string;
  /** Address of the files, whatever `source` says. */
  readonly storageLocation: string;
  readonly runId: string;
  readonly runLink: string;
  /** Of the logged model it was made from. */
  readonly modelId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly aliases: readonly string[];
}

export type NewModelVersion = Omit<ModelVersion, 'version' | 'stage' | 'createdMs' | 'updatedMs' | 'aliases'>;

/**
 * Versions of registered models. Unknown names and versions are ApiError `RESOURCE_DOES_NOT_EXIST` everywhere. `by` is
 * who makes a change, for the model's history.
 */
export interface ModelVersionStore {
  /** Gives the next number. */
  create(workspaceId: string, version: NewModelVersion, by?: string): Promise<ModelVersion>;
  get(workspaceId: string, name: string, version: number): Promise<ModelVersion>;
  /** `latest` is the highest version. @throws ApiError `INVALID_PARAMETER_VALUE` for an unknown alias. */
  getByAlias(workspaceId: string, name: string, alias: string): Promise<ModelVersion>;
  /** The highest version of each of these stages that has one. */
  latest(workspaceId: string, name: string, stages: readonly ModelStage[]): Promise<readonly ModelVersion[]>;
  update(workspaceId: string, name: string, version: number, description: string): Promise<ModelVersion>;
  /** @param archivesOthers moves what else is in that stage to Archived */
  transition(
    workspaceId: string,
    name: string,
    version: number,
    stage: ModelStage,
    archivesOthers: boolean,
    by?: string,
  ): Promise<ModelVersion>;
  /** With its tags and aliases. */
  delete(workspaceId: string, name: string, version: number, by?: string): Promise<void>;
  /** Those changed last first unless ordered otherwise. Prompts are found only if a condition asks for them. */
  search(workspaceId: string, search: SearchPage): Promise<Page<ModelVersion>>;
  setTag(workspaceId: string, name: string, version: number, key: string, value: string): Promise<void>;
  deleteTag(workspaceId: string, name: string, version: number, key: string): Promise<void>;
}
