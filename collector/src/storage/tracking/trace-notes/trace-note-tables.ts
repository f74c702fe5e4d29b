/** What is added to traces. */
export interface TraceNoteTables {
  readonly trace_tags: TraceTagRow;
  readonly feedback: FeedbackRow;
  readonly deletions: DeletionRow;
}

interface TraceTagRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly key: string;
  readonly value: string;
}

/** An assessment: feedback, or what was expected. */
export interface FeedbackRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly kind: 'feedback' | 'expectation';
  readonly trace_id: string;
  readonly span_id: string | null;
  readonly name: string;
  /** JSON. */
  readonly value: string;
  /** JSON: why there is no value. */
  readonly error: string | null;
  readonly rationale: string | null;
  readonly source_type: 'human' | 'judge' | 'code';
  readonly source_id: string;
  /** JSON: texts by their keys. */
  readonly metadata: string;
  /** The run in which it was said, as its metadata has it. */
  readonly run_id: string | null;
  /** Whether that was good; null: no line is drawn. */
  readonly passed: 0 | 1 | null;
  /** Id of another one of the same trace. */
  readonly overrides: string | null;
  /** 0 while another one overrides it. */
  readonly is_valid: 0 | 1;
  /** Padded with zeros to 20 digits, so that texts sort like the times. */
  readonly created_ns: string;
  readonly updated_ns: string;
}

interface DeletionRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly deleted_ms: number;
}
