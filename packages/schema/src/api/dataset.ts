import type { JsonValue } from './evaluation.ts';

type JsonObject = { readonly [key: string]: JsonValue };

/** A file outside that a version stands for, as DVC tracks it. */
export interface DatasetPointer {
  readonly kind: 'dvc';
  /** From the root of the repository on. */
  readonly path: string;
  /** MD5 of the content, 32 hex digits; of a folder with `.dir` behind them. */
  readonly md5: string;
  readonly sizeBytes: number | null;
  /** Address of the git repository whose `.dvc` file says so, and the commit. */
  readonly repository: string | null;
  readonly revision: string | null;
}

/** A list of records that never changes. */
export interface DatasetVersion {
  /** Counted from 1 within the dataset. */
  readonly version: number;
  /** Of the records, in whatever order, and of the pointer: 32 hex digits. */
  readonly digest: string;
  readonly recordCount: number;
  readonly pointer: DatasetPointer | null;
  /** What has changed, in words. */
  readonly note: string | null;
  /** The user name that came with the request; `key` or `anonymous` where none did. */
  readonly by: string;
  /** Decimal string of nanoseconds since the Unix epoch, as the other times. */
  readonly createdNs: string;
}

/** An item of `GET /api/v1/datasets?name=…`, and `GET /api/v1/datasets/:id`. */
export interface DatasetSummary {
  readonly id: string;
  /** Several may have the same: MLflow's clients see to no uniqueness. */
  readonly name: string;
  /** Null: there is none yet, but what MLflow's clients have put there. */
  readonly latestVersion: DatasetVersion | null;
  /** Of what it holds now. */
  readonly recordCount: number;
  /** Whether what it holds now is in no version: MLflow's clients change it in place. */
  readonly hasChanges: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly experimentIds: readonly string[];
  readonly createdNs: string;
  readonly updatedNs: string;
}

/** Where a record comes from, as MLflow says it: `TRACE` with `trace_id`, `HUMAN`, `DOCUMENT`, `CODE`. */
export interface DatasetRecordSource {
  readonly type: string;
  readonly data: JsonObject;
}

/** One case. */
export interface DatasetRecord {
  /** Tells in every version which case it is: of its inputs, or as it was given. */
  readonly id: string;
  readonly inputs: JsonObject;
  readonly expectations?: JsonObject;
  readonly context?: JsonValue;
  /** What an application has answered. */
  readonly outputs?: JsonValue;
  readonly tags?: Readonly<Record<string, JsonValue>>;
  readonly source?: DatasetRecordSource;
}

/** Body of `POST /api/v1/datasets`: a version of the dataset of that name, which is made where there is none. */
export interface NewDatasetVersion {
  readonly name: string;
  /** Which of several that have the name; default the newest. */
  readonly id?: string;
  /** Left out: what it holds now becomes a version. */
  readonly records?: readonly (Omit<DatasetRecord, 'id'> & { readonly id?: string })[];
  /** Whether the records are all that it holds then, or are added to those that it has. Default `replace`. */
  readonly mode?: 'replace' | 'add';
  readonly pointer?: DatasetPointer;
  readonly note?: string;
  /** Added to those that it has. */
  readonly experimentIds?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** Body of `POST /api/v1/datasets/from-traces?filter=…`, with the parameters by which lists of traces are asked for. */
export interface NewDatasetFromTraces extends Omit<NewDatasetVersion, 'records' | 'pointer'> {
  /** The newest come first. Default 1,000, at most 10,000. */
  readonly limit?: number;
  /** Leaves out traces about which nobody has said anything. */
  readonly hasFeedback?: boolean;
}

/** What came of either. */
export interface MadeDatasetVersion {
  readonly dataset: DatasetSummary;
  readonly version: DatasetVersion;
  /** False: the newest version said the same already, and it is the one that is meant. */
  readonly isNew: boolean;
}

/** One record that differs between two versions. */
export interface DatasetChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly id: string;
  readonly before: DatasetRecord | null;
  readonly after: DatasetRecord | null;
  /** Fields that differ, such as `expectations.answer` or `inputs.messages[0].content`; none but where it has changed. */
  readonly paths: readonly string[];
}

/** `GET /api/v1/dataset-diff?before=<id>:<version>&after=<id>:<version>`: the changes of one page, and the counts of all. */
export interface DatasetDiff {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  readonly items: readonly DatasetChange[];
  readonly nextCursor: string | null;
}

/** An item of `GET /api/v1/datasets/:id/uses`: a run that has used it, the newest first. */
export interface DatasetUse {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly startNs: string;
  readonly digest: string;
  /** Whose digest it is; null where it is that of no version. */
  readonly version: number | null;
  /** What for, such as `evaluation`. */
  readonly context: string | null;
  /** Whether the run is an evaluation, with a page of its own. */
  readonly isEvaluation: boolean;
}
