import type { EvaluationError, EvaluationScore } from '@tracewright/schema';
import type { Expectations } from '../row/expectations.ts';

/** One trial of one row, and how it was scored. */
export interface ResultRow<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly key: string;
  /** From 0. */
  readonly trial: number;
  /** Place of the row among the data, from 0. */
  readonly index: number;
  /** 32 hex digits. */
  readonly traceId: string;
  readonly inputs: Inputs;
  /** Undefined where the task failed. */
  readonly outputs: Output | undefined;
  readonly expectations: Partial<Expected>;
  readonly context: unknown;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the task: then nothing is scored. */
  readonly error: EvaluationError | undefined;
  /** Of the task's last attempt; null: nothing was run here. */
  readonly durationMs: number | null;
  /** USD, of the row's trace; null: unpriced or unknown. */
  readonly costUsd: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** By name. */
  readonly scores: Readonly<Record<string, EvaluationScore>>;
}
