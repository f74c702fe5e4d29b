import type { PageKey } from '../keyset.ts';
import type { Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What applications and models are evaluated with. */
export interface Dataset {
  readonly id: string;
  /** Several may have the same. */
  readonly name: string;
  /** Changes whenever records do. 8 hex digits. */
  readonly digest: string;
  /** The type of each field that records have had; undefined before the first. */
  readonly schema: JsonObject | undefined;
  readonly recordCount: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly experimentIds: readonly string[];
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface NewDataset {
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly experimentIds: readonly string[];
}

/** What a record holds. Fields that are absent were never given. */
export interface RecordContent {
  readonly inputs: JsonObject;
  readonly outputs?: JsonValue;
  readonly expectations?: JsonObject;
  /** What an application may look at; MLflow's clients know of none. */
  readonly context?: JsonValue;
  readonly tags?: JsonObject;
  /** Where it comes from: `{source_type, source_data}`. */
  readonly source?: JsonObject;
}

export interface DatasetRecord {
  readonly id: string;
  readonly content: RecordContent;
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Unknown datasets are ApiError `RESOURCE_DOES_NOT_EXIST` wherever nothing else is said. */
export interface DatasetStore {
  create(workspaceId: string, dataset: NewDataset): Promise<Dataset>;
  get(workspaceId: string, id: string): Promise<Dataset>;
  /** With its records. Does nothing where there is none. */
  delete(workspaceId: string, id: string): Promise<void>;
  /** Newest first unless ordered otherwise. @param experimentIds used in any of these; empty: whatever it is used in */
  search(workspaceId: string, experimentIds: readonly string[], search: SearchPage): Promise<Page<Dataset>>;
  setTags(workspaceId: string, id: string, tags: ReadonlyMap<string, string>): Promise<void>;
  /** Does nothing where there is no such tag or dataset. */
  deleteTag(workspaceId: string, id: string, key: string): Promise<void>;
  /** Uses it in these experiments, too. */
  addExperiments(workspaceId: string, id: string, experimentIds: readonly string[]): Promise<Dataset>;
  removeExperiments(workspaceId: string, id: string, experimentIds: readonly string[]): Promise<Dataset>;
  /**
   * Adds records; one whose inputs are there already is changed instead: its outputs are replaced if given, its
   * expectations and tags are added to those it has.
   */
  putRecords(
    workspaceId: string,
    id: string,
    records: readonly RecordContent[],
  ): Promise<{ readonly inserted: number; readonly updated: number }>;
  /** Oldest first. @param after `next` of the page before */
  records(workspaceId: string, id: string, limit: number, after?: PageKey): Promise<Page<DatasetRecord>>;
  /** @returns how many were there. */
  deleteRecords(workspaceId: string, id: string, recordIds: readonly string[]): Promise<number>;
}
