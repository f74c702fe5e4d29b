import type { ParamValue } from '@tracewright/client';
import type { TracewrightClient } from '@tracewright/client/node';
import type { Expectations, RateLimits, Scorer } from '@tracewright/scoring';
import type { EvaluationData } from '../data/evaluation-data.ts';

/** What a task gets beside its inputs. */
export interface TaskContext {
  /** Aborted when the evaluation ends, or the row's time is up: hand it on to what takes long. */
  readonly signal: AbortSignal;
  readonly key: string;
  /** From 0. */
  readonly trial: number;
  /** From 1. */
  readonly attempt: number;
}

/** What is evaluated: a chain, an app, any function. */
export type Task<Inputs, Output> = (inputs: Inputs, context: TaskContext) => Output | PromiseLike<Output>;

export interface EvaluateOptions<Inputs = unknown, Output = unknown, Expected = Expectations> {
  readonly data: EvaluationData<Inputs, Output, Expected>;
  /** Not needed where the rows have outputs, or are traces. */
  readonly task?: Task<Inputs, Output>;
  readonly scorers: readonly Scorer<NoInfer<Inputs>, NoInfer<Output>, NoInfer<Expected>>[];
  /** What the run is called. Default: the task's name. */
  readonly name?: string;
  /** How often each row is run; more than once tells how steady the answers are. Default 1. */
  readonly trials?: number;
  /** How many rows are under way at once. Default 8. */
  readonly concurrency?: number;
  /** The run that this one is to be compared with: its id, or the name of an evaluation, which means the last of it. */
  readonly baseline?: string;
  /** How long a row's task may take, ms, each attempt for itself. Default: as long as it takes. */
  readonly rowTimeoutMs?: number;
  /** How often a task or a judge is tried again that failed for a reason that may pass: 429, 5xx, connections. Default 2. */
  readonly retries?: number;
  /** @example { openai: { requestsPerMinute: 500, tokensPerMinute: 200_000 }, judges: { requestsPerMinute: 100 } } */
  readonly rateLimits?: RateLimits;
  /** Goes on with a run that ended early: rows that are done are read, those that failed are run again. */
  readonly resume?: string;
  /** False: nothing is sent anywhere; for tests. Default true. */
  readonly track?: boolean;
  /** Default: that of `@tracewright/client/node`. */
  readonly client?: TracewrightClient;
  /** Name of the experiment of its run. Default: that of the client. */
  readonly experiment?: string;
  readonly description?: string;
  readonly params?: Readonly<Record<string, ParamValue | undefined>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Ends the evaluation: what is done is kept, and can be gone on with by `resume`. */
  readonly signal?: AbortSignal;
  /** A line of progress in the terminal, where there is one. Default true. */
  readonly progress?: boolean;
}
