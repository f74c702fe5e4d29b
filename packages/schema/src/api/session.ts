/** A row of `GET /api/v1/sessions?filter=&from=&to=&limit=&cursor=`: the traces of a conversation that match the filter. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly traceCount: number;
  readonly errorCount: number;
  /** First start and last end of its traces: decimal nanoseconds since the Unix epoch. */
  readonly firstNs: string;
  readonly lastNs: string;
  /** Sum of the durations of its traces. */
  readonly durationMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly isCostPartial: boolean;
  readonly users: readonly string[];
  readonly models: readonly string[];
  /** Of its first and of its last trace. */
  readonly firstPreview: string | null;
  readonly lastPreview: string | null;
}
