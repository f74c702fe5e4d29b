import type { JudgeMessage } from '@tracewright/scoring';

/** One call of a model, as it goes from thread to thread. */
export interface RecordedModelCall {
  /** 16 hex digits. */
  readonly spanId: string;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  readonly provider: string;
  readonly requestModel: string;
  /** Null where it failed. */
  readonly responseModel: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Null where nobody knows the price. */
  readonly costNanoUsd: number | null;
  /** As the endpoint itself has said. */
  readonly reportedCostUsd: number | null;
  readonly messages: readonly JudgeMessage[];
  readonly answer: string | null;
  /** Code of the error that it failed with. */
  readonly error: string | null;
}

/** One judgement: a trace of its own. */
export interface JudgeTrace {
  /** 32 hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  readonly judge: string;
  readonly fingerprint: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly input: unknown;
  /** Null where it came to no verdict. */
  readonly output: unknown;
  readonly error: string | null;
  readonly calls: readonly RecordedModelCall[];
}
