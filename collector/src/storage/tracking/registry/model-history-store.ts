import type { ModelChange } from '@tracewright/schema';
import type { Page } from '../page.ts';

/** One entry of a model's history. */
export interface ModelHistoryEntry {
  /** Counted from 1 within the model. */
  readonly number: number;
  /** The version that it is about. */
  readonly version: number;
  readonly change: ModelChange;
  /** Who did it, as far as the request told. */
  readonly by: string;
  readonly atMs: number;
}

export interface ModelHistoryQuery {
  /** Undefined: of all its versions. */
  readonly version: number | undefined;
  /** At least 1. */
  readonly limit: number;
  /** Only entries before this number; undefined: from the newest on. */
  readonly before: number | undefined;
}

/** What happened to the versions of registered models and prompts. It goes with its model, and takes its new name. */
export interface ModelHistoryStore {
  /** Newest first. @throws ApiError `RESOURCE_DOES_NOT_EXIST` for an unknown model */
  list(workspaceId: string, name: string, query: ModelHistoryQuery): Promise<Page<ModelHistoryEntry>>;
  /** How many entries `list` would give in all. */
  count(workspaceId: string, name: string, version: number | undefined): Promise<number>;
}
