/** A call of a judge, as its span tells of it. */
export interface JudgeStep {
  readonly judge: string;
  readonly fingerprint: string;
  /** Of the evaluation; undefined where nothing is tracked. */
  readonly runId: string | undefined;
  readonly input: unknown;
}

/** What a judge has said, or why that is no verdict. */
export interface JudgeOutcome {
  readonly outcome: object | Error;
}

/** What came of it, and what those who price calls say that it cost. */
export interface JudgeStepResult<T> {
  readonly result: T;
  /** USD; null where nobody priced a call in it. */
  readonly costUsd: number | null;
}

/** Runs a judge's call in a trace of its own. What the work throws passes through. */
export type JudgeTracing = <T extends JudgeOutcome>(
  step: JudgeStep,
  work: () => Promise<T>,
) => Promise<JudgeStepResult<T>>;

/** For those who trace nothing. */
export const UNTRACED: JudgeTracing = async (_, work) => ({ result: await work(), costUsd: null });
