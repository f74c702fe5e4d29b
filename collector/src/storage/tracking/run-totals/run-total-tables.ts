export interface RunTotalTables {
  readonly run_traces: RunTraceRow;
  readonly run_trace_cursors: { readonly workspace_id: string; readonly change: number };
}

/** What a trace adds to one of its runs. Null: it does not say. */
export interface RunTraceRow {
  readonly workspace_id: string;
  readonly trace_id: string;
  readonly run_id: string;
  /** Null while it runs. */
  readonly latency_ms: number | null;
  readonly llm_calls: number;
  readonly prompt_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly cost_nano_usd: number | null;
  readonly is_cost_partial: number;
}
