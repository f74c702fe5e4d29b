/**
 * An item of `GET /api/v1/turns?ids=…,…` (at most 50 ids of traces, in whose order the answer is): a trace as one turn
 * of a conversation. Null where nothing was said, or content was not captured.
 */
export interface ConversationTurn {
  readonly traceId: string;
  /** What was asked for, as the root says it, else the first model call. */
  readonly asked: TurnText | null;
  /** What came of it, as the root says it, else the last model call that answered. */
  readonly answered: TurnText | null;
}

export interface TurnText {
  /** At most 20,000 characters. */
  readonly text: string;
  readonly isCut: boolean;
  readonly spanId: string;
}

/** `GET /api/v1/turns`. */
export interface TurnsAnswer {
  readonly turns: readonly ConversationTurn[];
}

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
