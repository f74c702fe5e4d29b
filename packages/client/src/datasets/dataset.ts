import type { DatasetPointer } from '@tracewright/schema';

/** What applications are evaluated with: records of inputs and of what is expected of them. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  /** Changes whenever records do. */
  readonly digest: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly recordCount: number;
  readonly experimentIds: readonly string[];
  /** Milliseconds since the Unix epoch, as the other times. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Where a record comes from: a trace by its id, 32 hex digits, or what MLflow has words for. */
export type RecordSource =
  | { readonly traceId: string }
  | { readonly type: string; readonly data: Readonly<Record<string, unknown>> };

/** One case. Records with the same inputs are one: what is added later goes over what was there. */
export interface DatasetRecord<
  Inputs = Readonly<Record<string, unknown>>,
  Expected = Readonly<Record<string, unknown>>,
> {
  /** By which versions are told apart. Default: made of the inputs, the same for the same inputs everywhere. */
  readonly id?: string;
  readonly inputs: Inputs;
  /** What is expected, by name. */
  readonly expectations?: Expected;
  /** What an application may look at, such as documents. MLflow's clients know of none. */
  readonly context?: unknown;
  /** What an application answered. */
  readonly outputs?: unknown;
  readonly tags?: Readonly<Record<string, string>>;
  readonly source?: RecordSource;
}

export interface StoredRecord<Inputs, Expected> extends DatasetRecord<Inputs, Expected> {
  readonly id: string;
}

export interface NewDataset {
  readonly name: string;
  /** Experiments that it belongs to. Default: none. */
  readonly experimentIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DatasetSearch {
  readonly experimentIds?: readonly string[];
  /** MLflow's grammar, such as `name LIKE 'returns%'`. */
  readonly filter?: string;
  readonly orderBy?: readonly string[];
}

/** What a run has used, as it stands with the run. */
export interface RunInput {
  readonly name: string;
  readonly digest: string;
  /** What it was used for, such as `training` or `evaluation`. */
  readonly context?: string;
  /** Where it is from. Default: for datasets of the server, their id. */
  readonly source?: string;
  /** Default `local`, for datasets of the server `mlflow_evaluation_dataset`. */
  readonly sourceType?: string;
}

/** A version of a dataset: a list of records that never changes. */
export interface DatasetVersionInfo {
  /** Counted from 1. */
  readonly version: number;
  /** Of the records in whatever order: 32 hex digits. */
  readonly digest: string;
  readonly recordCount: number;
  /** A file outside that it stands for. */
  readonly pointer: DatasetPointer | null;
  /** What has changed, in words. */
  readonly note: string | null;
  /** Who has made it. */
  readonly by: string;
  readonly createdMs: number;
}

/** Which version of which dataset. */
export interface DatasetRef {
  /** Its name, or its id. Of several that have the name the newest is meant. */
  readonly dataset: string;
  /** Default: what it holds now. */
  readonly version?: number;
}
