/** Rows of datasets for evaluation. */
export interface DatasetTables {
  readonly datasets: DatasetRow;
  readonly dataset_tags: DatasetTagRow;
  readonly dataset_experiments: DatasetExperimentRow;
  readonly dataset_records: DatasetRecordRow;
}

export interface DatasetRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly name: string;
  /** JSON; null until there are records. */
  readonly schema: string | null;
  /** When its records were last changed, which with the name makes the digest. */
  readonly digest_ms: number;
  readonly created_by: string | null;
  readonly updated_by: string | null;
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface DatasetTagRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly key: string;
  readonly value: string;
}

interface DatasetExperimentRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly experiment_id: string;
}

export interface DatasetRecordRow {
  readonly workspace_id: string;
  readonly dataset_id: string;
  readonly record_id: string;
  /** Of the inputs, which are in a dataset once. */
  readonly input_hash: string;
  /** JSON of what was given. */
  readonly content: string;
  readonly created_by: string | null;
  readonly updated_by: string | null;
  readonly created_ms: number;
  readonly updated_ms: number;
}
