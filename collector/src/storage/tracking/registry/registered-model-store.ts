import type { Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';
import type { ModelVersion } from './model-version-store.ts';

/** A name under which versions of a model, or of a prompt, stand. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly createdMs: number;
  /** Of it or of any of its versions. */
  readonly updatedMs: number;
  readonly tags: ReadonlyMap<string, string>;
  /** The version that each alias stands for. */
  readonly aliases: ReadonlyMap<string, number>;
  /** The highest version of each stage. */
  readonly latestVersions: readonly ModelVersion[];
}

export interface NewRegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Registered models. Everything but `create` and `search` throws ApiError `RESOURCE_DOES_NOT_EXIST` for unknown names. `by`
 * is who makes a change, for the model's history.
 */
export interface RegisteredModelStore {
  /** @throws ApiError `RESOURCE_ALREADY_EXISTS`; a model and a prompt cannot have the same name either. */
  create(workspaceId: string, model: NewRegisteredModel): Promise<RegisteredModel>;
  get(workspaceId: string, name: string): Promise<RegisteredModel>;
  update(workspaceId: string, name: string, description: string): Promise<RegisteredModel>;
  /** Takes its versions, aliases and tags along. @throws ApiError `RESOURCE_ALREADY_EXISTS` */
  rename(workspaceId: string, name: string, newName: string): Promise<RegisteredModel>;
  /** With all its versions. */
  delete(workspaceId: string, name: string): Promise<void>;
  /** By name unless ordered otherwise. Prompts are found only if a condition asks for them. */
  search(workspaceId: string, search: SearchPage): Promise<Page<RegisteredModel>>;
  setTag(workspaceId: string, name: string, key: string, value: string): Promise<void>;
  deleteTag(workspaceId: string, name: string, key: string): Promise<void>;
  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` also for an unknown version. */
  setAlias(workspaceId: string, name: string, alias: string, version: number, by?: string): Promise<void>;
  deleteAlias(workspaceId: string, name: string, alias: string, by?: string): Promise<void>;
}
