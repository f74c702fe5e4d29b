export interface ExperimentTables {
  readonly experiments: ExperimentRow;
  readonly experiment_tags: ExperimentTagRow;
}

export interface ExperimentRow {
  readonly workspace_id: string;
  /** The id as a number, so that the next one is found by counting. */
  readonly number: number;
  readonly name: string;
  readonly lifecycle: 'active' | 'deleted';
  /** '' for the place that follows from the id. */
  readonly artifact_location: string;
  readonly created_ms: number;
  readonly updated_ms: number;
}

interface ExperimentTagRow {
  readonly workspace_id: string;
  readonly experiment: number;
  readonly key: string;
  readonly value: string;
}
