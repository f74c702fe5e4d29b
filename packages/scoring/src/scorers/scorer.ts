import type { FeedbackSource, FeedbackValue, JsonValue } from '@tracewright/schema';
import type { CallGate } from '../calls/call-gate.ts';
import type { JudgeTracing } from '../judges/judge-tracing.ts';
import type { Expectations } from '../row/expectations.ts';
import type { RowTrace } from '../row/row-trace.ts';
import type { ResultRow } from './result-row.ts';

/** What a scorer sees: one trial of a row whose task has succeeded. */
export interface ScoredRow<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly key: string;
  readonly inputs: Inputs;
  readonly outputs: Output;
  /** Empty where the row says none. */
  readonly expectations: Partial<Expected>;
  readonly context: unknown;
  readonly tags: Readonly<Record<string, string>>;
  readonly trace: RowTrace;
}

/** One judgement. */
export interface Score {
  /** Default: the scorer's name. One of its `names` otherwise. */
  readonly name?: string;
  /** Booleans pass when true, the texts `yes` and `no` when yes, other values as the scorer's `passes` says. */
  readonly value: FeedbackValue;
  /** Goes before all of these. */
  readonly passed?: boolean;
  readonly rationale?: string;
}

export interface ScoreContext {
  /** Aborted when the evaluation ends. */
  readonly signal: AbortSignal;
  /** From 0. */
  readonly trial: number;
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined;
  /** Through which calls of models go: within the rate limits, made again where it may help, counted in the end. */
  readonly calls: CallGate;
  /** How calls of judges are traced. Default: they are not. */
  readonly tracing?: JudgeTracing;
}

/** Judges rows, by code or by a model. What it throws is an error of that cell, never a score. */
export interface Scorer<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly name: string;
  readonly source: FeedbackSource & { readonly kind: 'code' | 'judge' };
  /** Which values are the better ones. */
  readonly direction: 'higher' | 'lower';
  /** Least and greatest value: what values are brought to 0…1 by. Default for booleans, yes and no: that. */
  readonly range?: readonly [number, number];
  /** The names of its scores, where there are several to a row: where it fails, each of them has the error. */
  readonly names?: readonly string[];
  passes?(value: FeedbackValue, name: string): boolean;
  /** Metrics of the run that are no means of its scores, over those rows that it has scored. */
  metrics?(rows: readonly ResultRow<Inputs, Output, Expected>[]): Readonly<Record<string, number>>;
  /** What is recorded of it: threshold, prompt, model, fingerprint. */
  describe?(): JsonValue;
  score(
    row: ScoredRow<Inputs, Output, Expected>,
    context: ScoreContext,
  ): Score | readonly Score[] | Promise<Score | readonly Score[]>;
}
