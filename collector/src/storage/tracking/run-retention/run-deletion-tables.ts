import type { RunStatus } from '../runs/run-store.ts';

export interface RunDeletionTables {
  readonly run_deletions: RunDeletionRow;
}

export interface RunDeletionRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly experiment: number;
  readonly name: string;
  readonly status: RunStatus;
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly deleted_ms: number;
  readonly reason: string;
  /** JSON: addresses of artifacts that are still to be removed. */
  readonly artifact_uris: string;
}
