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

export interface FeedbackRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly trace_id: string;
  readonly span_id: string | null;
  readonly name: string;
  /** JSON: a number, a text or a boolean. */
  readonly value: string;
  readonly rationale: string | null;
  readonly source_type: 'human' | 'judge' | 'code';
  readonly source_id: string;
  /** Padded with zeros to 20 digits, so that texts sort like the times. */
  readonly created_ns: string;
  readonly updated_ns: string;
}

interface DeletionRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly deleted_ms: number;
}
