/** A span in the words that all back-ends have in common, read back through a back-end's own API. */
export interface SeenSpan {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
  /** Null for a root. */
  readonly parentSpanId: string | null;
  readonly name: string;
  /** What the back-end calls the kind of the step. */
  readonly kind: string;
  /** What the back-end says of the failure; null where the step did not fail. */
  readonly error: string | null;
  /** Null where the back-end shows none for the step. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** USD; null where the back-end shows none for the step. */
  readonly costUsd: number | null;
  /** All that the back-end shows as going into the step, as one text; empty where it shows nothing. */
  readonly input: string;
  readonly output: string;
}

/** What a back-end makes of a step: the same, without what the ids say. `input` and `output` are parts of the texts. */
export type ShownStep = Omit<SeenSpan, 'traceId' | 'spanId' | 'parentSpanId' | 'name' | 'error'>;
