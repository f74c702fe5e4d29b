import type { DatasetPointer } from '@tracewright/schema';
import type { Dataset, RecordContent } from './dataset-store.ts';

/** A list of records of a dataset, as it was when it was made. */
export interface StoredVersion {
  /** From 1. */
  readonly version: number;
  /** 32 hex digits. */
  readonly digest: string;
  readonly recordCount: number;
  readonly pointer: DatasetPointer | null;
  readonly note: string | null;
  readonly by: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdMs: number;
}

/** One that is given: without an id it is known by its inputs. */
export interface GivenRecord extends RecordContent {
  readonly id?: string | undefined;
}

/** A record of a version. */
export interface VersionRecord {
  readonly id: string;
  readonly content: RecordContent;
}

/** A record by what tells whether it has changed. */
export interface RecordMark {
  readonly id: string;
  readonly contentHash: string;
}

/** What a version is made of. */
export interface VersionChange {
  /** Undefined: what the dataset holds. */
  readonly records?: { readonly mode: 'replace' | 'add'; readonly given: readonly GivenRecord[] } | undefined;
  readonly pointer?: DatasetPointer | undefined;
  readonly note?: string | undefined;
  readonly by: string;
}

/** A dataset with its newest version. */
export interface VersionedDataset {
  readonly dataset: Dataset;
  readonly latest: StoredVersion | undefined;
  /** Whether what it holds was changed after that, or stands in no version. */
  readonly hasChanges: boolean;
}

/** A run that has used a dataset. */
export interface StoredUse {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly startMs: number;
  readonly digest: string;
  readonly context: string | null;
  /** Whether the run is an evaluation. */
  readonly isEvaluation: boolean;
}

/**
 * Versions of datasets, beside what they hold at the moment, which `DatasetStore` has and MLflow's clients change.
 * Unknown datasets and versions are ApiError `RESOURCE_DOES_NOT_EXIST`. Contract: `dataset-version-store.contract.ts`.
 */
export interface DatasetVersionStore {
  /**
   * Changes what the dataset holds, and makes a version of it unless the newest one says the same. All or nothing.
   *
   * @throws ApiError `INVALID_PARAMETER_VALUE` where two records that have ids of their own have the same inputs,
   *   or two of different inputs the same id
   */
  make(
    workspaceId: string,
    id: string,
    change: VersionChange,
  ): Promise<{ readonly version: StoredVersion; readonly isNew: boolean }>;
  /** The newest first. @param before those of lower numbers alone */
  list(workspaceId: string, id: string, limit: number, before?: number): Promise<readonly StoredVersion[]>;
  get(workspaceId: string, id: string, version: number): Promise<StoredVersion>;
  /** These datasets, in this order. */
  withLatest(workspaceId: string, datasets: readonly Dataset[]): Promise<readonly VersionedDataset[]>;
  /** In the order in which they were given. @param from first position that is wanted */
  records(
    workspaceId: string,
    id: string,
    version: number,
    limit: number,
    from: number,
  ): Promise<readonly VersionRecord[]>;
  /** All records of a version, in their order, without what they say. */
  marks(workspaceId: string, id: string, version: number): Promise<readonly RecordMark[]>;
  /** What records say, by their hashes. */
  contents(workspaceId: string, id: string, hashes: readonly string[]): Promise<ReadonlyMap<string, RecordContent>>;
  /** The newest first. */
  uses(workspaceId: string, id: string, limit: number): Promise<readonly StoredUse[]>;
}
