/** Rows of versions of datasets, whose records share their contents. */
export interface DatasetVersionTables {
  readonly dataset_versions: DatasetVersionRow;
  readonly dataset_version_records: DatasetVersionRecordRow;
  readonly dataset_contents: DatasetContentRow;
}

export interface DatasetVersionRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly version: number;
  readonly digest: string;
  readonly record_count: number;
  /** JSON. */
  readonly pointer: string | null;
  readonly note: string | null;
  readonly actor: string;
  readonly created_ms: number;
  /** `digest_ms` of the dataset when it was made: the same as long as nothing has changed since. */
  readonly head_ms: number;
}

export interface DatasetVersionRecordRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly version: number;
  /** From 0, in the order in which they were given. */
  readonly position: number;
  readonly record_id: string;
  readonly content_hash: string;
}

interface DatasetContentRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  /** SHA-256 of the content in the form in which the same content is the same text. */
  readonly content_hash: string;
  /** JSON. */
  readonly content: string;
}
