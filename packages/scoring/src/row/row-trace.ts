/** What became of a row: the facts of its trace, as far as anybody recorded them. */
export interface RowTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly durationMs: number;
  /** USD; null: nothing could be priced, or nobody recorded. */
  readonly costUsd: number | null;
  /** True where `costUsd` is a lower bound: some call has no known price. */
  readonly isCostPartial: boolean;
  /** Includes the cached tokens; null: nobody recorded any. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** In the order in which they began. */
  readonly toolCalls: readonly ToolCall[];
  /** What retrievers found, in the order in which it was found. */
  readonly documents: readonly RowDocument[];
  /** Calls of models by the provider that answered them. */
  readonly callsByProvider: Readonly<Record<string, ProviderCalls>>;
  /** Without the row's own; in the order in which they began. */
  readonly spans: readonly RowSpan[];
}

export interface ProviderCalls {
  readonly requests: number;
  readonly tokens: number;
}

/** A tool that ran, or that a model asked for where nobody recorded that it ran. */
export interface ToolCall {
  readonly name: string;
  /** Parsed where it was JSON. */
  readonly arguments: unknown;
  readonly result?: unknown;
}

export interface RowDocument {
  readonly id?: string;
  readonly content: string;
  readonly score?: number;
}

export interface RowSpan {
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  /** One of `STEP_KINDS`; `task` where nobody said. */
  readonly kind: string;
  /** From the start of the row. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly model: string | null;
  /** Class of the error that it failed with. */
  readonly error: string | null;
}
