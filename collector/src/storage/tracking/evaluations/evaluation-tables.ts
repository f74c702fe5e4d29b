export interface EvaluationTables {
  readonly evaluation_rows: EvaluationRowRow;
}

/** One trial of one row of an evaluation. */
export interface EvaluationRowRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly row_key: string;
  readonly trial: number;
  /** Among the data, from 0. */
  readonly place: number;
  readonly trace_id: string;
  readonly inputs_preview: string;
  readonly outputs_preview: string;
  readonly expectations_preview: string;
  /** JSON: texts by their keys. */
  readonly tags: string;
  /** JSON: why the task came to nothing. */
  readonly error: string | null;
  readonly duration_ms: number | null;
  /** JSON: a list of name, value, whether it passed, code of its error, kind and id of its source for each. */
  readonly scores: string;
  /** JSON of inputs, outputs, expectations, context and scores. */
  readonly content: string;
}
