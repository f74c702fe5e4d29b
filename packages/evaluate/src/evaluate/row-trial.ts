import { TraceFlags } from '@opentelemetry/api';
import type { TracewrightClient } from '@tracewright/client/node';
import type { EvaluationScore } from '@tracewright/schema';
import { type CallGate, type ResultRow, type ScoredRow, type Scorer, scoreRow } from '@tracewright/scoring';
import type { DataRow } from '../data/data-row.ts';
import { inJudgeSpan } from '../judges/judge-span.ts';
import { outsideRow } from '../scorers/outside-row.ts';
import type { HeardTraces } from './heard-traces.ts';
import type { Task } from './options.ts';
import type { OwnRowSpan } from './row-span.ts';
import { taskOutcome } from './task-outcome.ts';
import { traceOutcome } from './trace-outcome.ts';
import { withinTime } from './within-time.ts';

/** One trial of one row, to be run. */
export interface RowTrial {
  readonly key: string;
  readonly trial: number;
  /** Of the row, from 0. */
  readonly index: number;
  readonly row: DataRow;
}

/** What trials are run with. */
export interface TrialRunner {
  readonly task: Task<unknown, unknown> | undefined;
  readonly taskName: string;
  readonly scorers: readonly Scorer[];
  readonly runId: string | undefined;
  readonly rowTimeoutMs: number | undefined;
  readonly calls: CallGate;
  readonly heard: HeardTraces;
  /** For traces that ran before; undefined where nothing is tracked. */
  readonly client: TracewrightClient | undefined;
  readonly signal: AbortSignal;
}

/** A trial that is done. */
export interface DoneTrial {
  readonly row: ResultRow;
  /** Its span, where nobody else has recorded it. */
  readonly span: OwnRowSpan | undefined;
}

/** Runs one trial of a row and scores it. What fails is said in the row. @throws the signal's reason once it is aborted */
export async function runTrial({ key, trial, index, row }: RowTrial, runner: TrialRunner): Promise<DoneTrial> {
  const { traceId: storedId } = row;
  const outcome = await (storedId === undefined
    ? taskOutcome({ key, trial, index, row }, runner)
    : traceOutcome(storedId, row, runner));
  runner.signal.throwIfAborted();
  const { outputs, error, durationMs, trace, span } = outcome;
  const { inputs, context, expectations = {}, tags = {} } = row;
  const scored = { key, inputs, outputs, expectations, context, tags, trace };
  const place = { traceId: trace.traceId, spanId: outcome.spanId, traceFlags: TraceFlags.SAMPLED };
  const scores = error === undefined ? await outsideRow(place, () => scoresOf(scored, trial, runner)) : {};
  runner.signal.throwIfAborted();
  const { traceId, costUsd, inputTokens, outputTokens } = trace;
  return {
    row: {
      ...{ key, trial, index, traceId, inputs, outputs, expectations, context, tags, error, durationMs },
      ...{ costUsd, inputTokens, outputTokens, scores },
    },
    span,
  };
}

async function scoresOf(
  row: ScoredRow,
  trial: number,
  { scorers, signal, runId, calls }: TrialRunner,
): Promise<Readonly<Record<string, EvaluationScore>>> {
  // A scorer that does not heed the signal is not waited for.
  const cells = await withinTime(undefined, signal, async (inner) => {
    const context = { signal: inner, trial, runId, calls, tracing: inJudgeSpan };
    return Promise.all(scorers.map((scorer) => scoreRow(scorer, row, context)));
  });
  return Object.fromEntries(cells.flat().map((cell) => [cell.name, cell]));
}
