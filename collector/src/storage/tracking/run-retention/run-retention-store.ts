import type { RunInfo } from '../runs/run-store.ts';

/** A tag that keeps its run, with any value but `false` where none is said. */
export interface KeepTag {
  readonly key: string;
  readonly value: string | undefined;
}

/** Which runs are old: of those, what `run-retention-store.contract.ts` calls kept stays all the same. */
export interface OldRuns {
  /** They have ended before, ms since the Unix epoch. Runs that have not ended are never old. */
  readonly endedBeforeMs: number;
  /** Only these experiments, or all but these. */
  readonly experiments: { readonly only: readonly string[] } | { readonly except: readonly string[] };
  readonly keepTags: readonly KeepTag[];
}

/** A run that may go. */
export interface OldRun extends RunInfo {
  /** Addresses of its artifacts, and of those of the models that it made. */
  readonly artifactUris: readonly string[];
}

/** A run that was taken out. */
export interface RunDeletion {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly deletedMs: number;
  readonly reason: string;
  /** Addresses of its artifacts that are still there. */
  readonly artifactUris: readonly string[];
}

/**
 * Takes runs out for good. Kept are runs that have not ended, that a version of a registered model or prompt or a dataset
 * comes from, whose artifacts are the data of another run, or that a tag keeps.
 */
export interface RunRetentionStore {
  /** How many runs there are, deleted ones among them. */
  count(workspaceId: string): Promise<number>;
  /** Old runs that are not kept, those that ended first being first. */
  listOld(workspaceId: string, old: OldRuns, limit: number): Promise<readonly OldRun[]>;
  /** Takes out the first `limit` of them with all that was logged, and notes it. @returns what was noted */
  deleteOld(workspaceId: string, old: OldRuns, limit: number, reason: string): Promise<readonly RunDeletion[]>;
  /** Runs that were taken out, the last first. */
  listDeleted(workspaceId: string, limit: number): Promise<readonly RunDeletion[]>;
  /** Runs that were taken out and have artifacts left. */
  listWithArtifacts(workspaceId: string, limit: number): Promise<readonly RunDeletion[]>;
  /** Notes that the artifacts of a run that was taken out are gone. */
  noteArtifactsGone(workspaceId: string, runId: string): Promise<void>;
}
