/** What is said about whole traces. */
export interface TraceInfoTables {
  readonly trace_infos: TraceInfoRow;
  readonly trace_metadata: TraceMetadataRow;
  readonly trace_runs: TraceRunRow;
}

export interface TraceInfoRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly experiment_id: string;
  /** Milliseconds since the Unix epoch. */
  readonly request_ms: number;
  readonly duration_ms: number | null;
  /** Null: what the spans say. */
  readonly state: string | null;
  readonly client_request_id: string | null;
  readonly request_preview: string | null;
  readonly response_preview: string | null;
  /** 0 until a span is known to be stored. */
  readonly has_spans: 0 | 1;
}

interface TraceMetadataRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly key: string;
  readonly value: string;
}

/** A trace may belong to several runs. */
interface TraceRunRow {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly trace_id: string;
}
