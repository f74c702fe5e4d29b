import type { Expectations } from '@tracewright/scoring';

/** One case to evaluate. */
export interface DataRow<Inputs = unknown, Output = unknown, Expected = Expectations> {
  /** Tells which rows of two evaluations belong together. Default: made of the inputs, so that the same inputs pair. */
  readonly id?: string;
  /** What the task is given. */
  readonly inputs: Inputs;
  /** What an app has answered already: needed where there is no task. */
  readonly outputs?: Output;
  readonly expectations?: Expected;
  /** What the answer is to stand on, such as documents; judges of groundedness read it. */
  readonly context?: unknown;
  /** By which results are grouped, such as a category. */
  readonly tags?: Readonly<Record<string, string>>;
  /** A trace that has run already, 32 hex digits: it is scored, and nothing is run. */
  readonly traceId?: string;
}
