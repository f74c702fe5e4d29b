export interface OnlineTables {
  readonly online_scorers: OnlineScorerRow;
  readonly online_cursors: { readonly workspace_id: string; readonly change: number };
  readonly online_waiting: OnlineWaitingRow;
  readonly online_results: OnlineResultRow;
  readonly online_days: OnlineDayRow;
  readonly online_backfills: OnlineBackfillRow;
}

export interface OnlineScorerRow {
  readonly workspace_id: string;
  readonly scorer_id: string;
  readonly version: number;
  /** JSON of a `NewOnlineScorer`. */
  readonly definition: string;
  readonly paused_reason: string | null;
  readonly failures_in_row: number;
  readonly created_ms: number;
  readonly updated_ms: number;
}

export interface OnlineWaitingRow {
  readonly workspace_id: string;
  readonly scorer_id: string;
  readonly trace_id: string;
  readonly due_ms: number;
  /** When it began to wait. */
  readonly since_ms: number;
  readonly attempts: number;
}

export interface OnlineResultRow {
  readonly workspace_id: string;
  readonly scorer_id: string;
  readonly version: number;
  readonly trace_id: string;
  /** `scored`, `error` or `overBudget`. */
  readonly outcome: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly at_ms: number;
}

export interface OnlineDayRow {
  readonly workspace_id: string;
  readonly scorer_id: string;
  /** UTC, `2026-11-21`. */
  readonly day: string;
  readonly scored: number;
  readonly errors: number;
  readonly over_budget: number;
  readonly calls: number;
  readonly tokens: number;
  readonly cost_nano_usd: number;
  readonly unpriced_calls: number;
  /** Scores that are numbers, and their sum. */
  readonly numbers: number;
  readonly number_sum: number;
  /** Scores of which it is said whether they passed, and those that did. */
  readonly judged: number;
  readonly passed: number;
}

export interface OnlineBackfillRow {
  readonly workspace_id: string;
  readonly backfill_id: string;
  readonly scorer_id: string;
  readonly filter: string;
  /** Padded decimal nanoseconds. */
  readonly from_ns: string;
  readonly to_ns: string;
  /** The trace after which it goes on; null at first. */
  readonly after_start_ns: string | null;
  readonly after_trace_id: string | null;
}
