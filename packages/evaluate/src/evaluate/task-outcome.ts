import { type Context, context } from '@opentelemetry/api';
import type { EvaluationError } from '@tracewright/schema';
import { errorFacts, type ProviderCalls, type RowTrace } from '@tracewright/scoring';
import type { DataRow } from '../data/data-row.ts';
import { heardRowTrace } from '../data/heard-row-trace.ts';
import { type OwnRowSpan, RowSpan } from './row-span.ts';
import type { RowTrial, TrialRunner } from './row-trial.ts';
import { withinTime } from './within-time.ts';

/** What has become of a row: of the task here, or of what ran before. */
export interface Outcome {
  readonly outputs: unknown;
  readonly error: EvaluationError | undefined;
  /** Null: nothing was run. */
  readonly durationMs: number | null;
  readonly trace: RowTrace;
  /** Of the row's root; 16 hex digits. */
  readonly spanId: string;
  readonly span: OwnRowSpan | undefined;
}

/** Runs the task on a row, under a span of the row's own; without a task the row's own outputs stand. Never rejects but by its signal. */
export async function taskOutcome(trial: RowTrial, runner: TrialRunner): Promise<Outcome> {
  const { key, row } = trial;
  const { taskName: name, runId, calls, heard, signal } = runner;
  const takings = await calls.enter(runner.task === undefined ? [] : calls.limits.filter(isOfTask), signal);
  const span = new RowSpan({ name, key, trial: trial.trial, runId, inputs: row.inputs });
  heard.watch(span.traceId);
  const attempt = new Attempts(trial, runner, span);
  let outputs: unknown;
  let error: EvaluationError | undefined;
  try {
    outputs = await attempt.outputs();
  } catch (failure) {
    error = errorFacts(failure);
    span.fail(error);
  }
  const own = span.end(outputs);
  const spans = await heard.take(span.traceId, span.spanId);
  const { durationMs } = attempt;
  const trace = heardRowTrace({ ...own, durationMs: durationMs ?? own.endMs - own.startMs }, spans ?? []);
  for (const [limit, taking] of takings) taking.settle(takenOf(limit, trace));
  return { outputs, error, durationMs, trace, spanId: span.spanId, span: spans === undefined ? own : undefined };
}

/** The task on one row, as often as it takes. */
class Attempts {
  /** Of the last one. */
  durationMs: number | null = null;
  readonly #trial: RowTrial;
  readonly #runner: TrialRunner;
  readonly #span: RowSpan;

  constructor(trial: RowTrial, runner: TrialRunner, span: RowSpan) {
    this.#trial = trial;
    this.#runner = runner;
    this.#span = span;
  }

  async outputs(): Promise<unknown> {
    const { key, trial, row } = this.#trial;
    const { task, calls, rowTimeoutMs, signal } = this.#runner;
    if (task === undefined) return givenOutputs(row);
    return calls.retrying(async (attempt) => {
      const startMs = performance.now();
      try {
        return await withinTime(rowTimeoutMs, signal, (inner) =>
          runIn(this.#span.context, () => task(row.inputs, { signal: inner, key, trial, attempt })),
        );
      } catch (failure) {
        this.#span.attemptFailed(errorFacts(failure));
        throw failure;
      } finally {
        this.durationMs = performance.now() - startMs;
      }
    }, signal);
  }
}

function isOfTask(limit: string): boolean {
  return limit !== 'judges';
}

/** What a row has taken of a limit: of the task's own one run of it, of a provider's the calls that it has answered. */
function takenOf(limit: string, { callsByProvider }: RowTrace): ProviderCalls {
  if (limit !== 'task') return callsByProvider[limit] ?? { requests: 0, tokens: 0 };
  const tokens = Object.values(callsByProvider).reduce((sum, calls) => sum + calls.tokens, 0);
  return { requests: 1, tokens };
}

function givenOutputs({ outputs }: DataRow): unknown {
  if (outputs !== undefined) return outputs;
  throw Object.assign(new Error('there is no task, and the row has no outputs'), { code: 'OUTPUTS_MISSING' });
}

function runIn<T>(inner: Context, work: () => T | PromiseLike<T>): Promise<T> {
  return context.with(inner, async () => work());
}
