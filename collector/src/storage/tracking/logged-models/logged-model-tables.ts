/** Rows of logged models. Texts that were not given are ''. */
export interface LoggedModelTables {
  readonly logged_models: LoggedModelRow;
  readonly logged_model_tags: LoggedModelKeyRow;
  readonly logged_model_params: LoggedModelKeyRow;
  readonly logged_model_metrics: LoggedModelMetricRow;
}

export interface LoggedModelRow {
  readonly workspace_id: string;
  readonly model_id: string;
  readonly experiment_id: string;
  readonly name: string;
  readonly artifact_location: string;
  readonly model_type: string;
  readonly source_run_id: string;
  readonly status: string;
  readonly lifecycle: 'active' | 'deleted';
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface LoggedModelKeyRow {
  readonly workspace_id: string;
  readonly model_id: string;
  readonly key: string;
  readonly value: string;
}

export interface LoggedModelMetricRow {
  readonly workspace_id: string;
  readonly model_id: string;
  readonly key: string;
  readonly timestamp_ms: number;
  readonly step: number;
  readonly run_id: string;
  /** Null stands for NaN. */
  readonly value: number | null;
  readonly dataset_name: string;
  readonly dataset_digest: string;
}
