import type { NodeRun, TracewrightClient } from '@tracewright/client/node';
import { CallGate, type ResultRow, type Scorer } from '@tracewright/scoring';
import type { OpenedData } from '../data/evaluation-data.ts';
import type { EvaluationResult, ScorerInfo } from '../results/evaluation-result.ts';
import { hasResultTable, logResults } from '../results/log-results.ts';
import { metricsOf, type Shapes, shapesOf, spreadsOf } from '../results/metrics.ts';
import { resultGrid } from '../results/result-grid.ts';
import { DrawnTrials } from './drawn-trials.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { FinishedRows } from './finished-rows.ts';
import { HeardTraces, recordersFlushed, recordersReady } from './heard-traces.ts';
import type { EvaluateOptions, Task } from './options.ts';
import { Progress } from './progress.ts';
import { RowOutbox } from './row-outbox.ts';
import { runTrial, type TrialRunner } from './row-trial.ts';
import { wireRow } from './wire-row.ts';
import { workThrough } from './work-through.ts';

/** How many rows are under way at once where nobody says. */
export const CONCURRENCY = 8;

/** What an evaluation needs beside its options. */
export interface EvaluationParts {
  readonly name: string;
  readonly options: EvaluateOptions;
  readonly scorers: readonly Scorer[];
  readonly data: OpenedData;
  readonly client: TracewrightClient | undefined;
  /** Undefined where nothing is tracked. */
  readonly run: NodeRun | undefined;
  /** Of the run that is resumed. */
  readonly finished: FinishedRows | undefined;
  readonly loggedTables: string | undefined;
  readonly baseline: string | undefined;
  readonly signal: AbortSignal;
}

/** One evaluation while it is under way. */
export class Evaluation {
  readonly #parts: EvaluationParts;
  readonly #shapes: Shapes;
  readonly #calls: CallGate;
  readonly #outbox: RowOutbox | undefined;
  readonly #rows: ResultRow[] = [];

  constructor(parts: EvaluationParts) {
    const { options, run, client, scorers } = parts;
    this.#parts = parts;
    this.#shapes = shapesOf(scorers);
    this.#calls = new CallGate({ rateLimits: options.rateLimits, retries: options.retries });
    this.#outbox = run && client && new RowOutbox(client.connection, run);
  }

  /** @throws EvaluationError `ABORTED` or `LOGGING_FAILED`, with what was done; or what reading the data throws */
  async work(): Promise<EvaluationResult> {
    const { signal, run, options } = this.#parts;
    const trials = new DrawnTrials(this.#parts.data.rows, options.trials ?? 1);
    try {
      await this.#workThrough(trials);
    } catch (cause) {
      await this.#outbox?.flush();
      if (!signal.aborted) throw cause;
      const message = `the evaluation was ended after ${this.#rows.length} rows`;
      throw new EvaluationError('ABORTED', message, { cause, runId: run?.id, result: this.#result() });
    }
    const failures = (await this.#outbox?.flush()) ?? [];
    const result = this.#result();
    if (run !== undefined) await this.#log(run, result, trials);
    if (failures.length === 0) return result;
    const message = `rows of run ${run?.id} were not kept: ${failures[0]?.message}`;
    throw new EvaluationError('LOGGING_FAILED', message, { cause: failures[0], runId: run?.id, result });
  }

  async #workThrough(trials: DrawnTrials): Promise<void> {
    const { options, data, name, finished, signal } = this.#parts;
    const { concurrency = CONCURRENCY, progress: isShown = true } = options;
    const total = data.total === undefined ? undefined : data.total * (options.trials ?? 1);
    const progress = isShown ? new Progress(name, total, process.stderr) : undefined;
    const heard = new HeardTraces();
    const runner = this.#runner(heard);
    try {
      await recordersReady();
      await workThrough(trials, concurrency, signal, async (trial) => {
        const stored = await finished?.read(trial.key, trial.trial);
        const { row, span } = stored === undefined ? await runTrial(trial, runner) : { row: stored, span: undefined };
        this.#rows.push(row);
        progress?.add(row.error !== undefined);
        if (stored === undefined) await this.#outbox?.add({ row: wireRow(row), span });
      });
    } finally {
      heard.close();
      progress?.end();
    }
  }

  #runner(heard: HeardTraces): TrialRunner {
    const { options, client, run, scorers, signal, name } = this.#parts;
    const task = options.task as Task<unknown, unknown> | undefined;
    return {
      ...{ task, scorers, heard, client, signal, calls: this.#calls },
      taskName: task?.name || name,
      runId: run?.id,
      rowTimeoutMs: options.rowTimeoutMs,
    };
  }

  async #log(run: NodeRun, result: EvaluationResult, trials: DrawnTrials): Promise<void> {
    const { client, data, loggedTables, name } = this.#parts;
    if (data.input === undefined) {
      const input = { name: data.name ?? name, digest: trials.digest() };
      await client?.datasets.logInput(run.id, input, 'evaluation');
    }
    const { rows, metrics, scorers } = result;
    await logResults(run, { rows, metrics, scorers, shapes: this.#shapes, hasTable: hasResultTable(loggedTables) });
    // The run's totals are those of its traces: they are to be there when it ends.
    await recordersFlushed();
  }

  #result(): EvaluationResult {
    const { name, run, client, baseline, scorers } = this.#parts;
    const rows = this.#rows.toSorted((a, b) => a.index - b.index || a.trial - b.trial);
    const shapes = this.#shapes;
    return {
      name,
      runId: run?.id,
      url: run && client && `${client.connection.url}/runs/${run.id}`,
      baseline,
      rows,
      metrics: metricsOf(rows, shapes, this.#calls.usage),
      scorers: scorers.map(scorerInfo),
      spreads: () => spreadsOf(rows, shapes),
      grid: () => resultGrid(rows, shapes.keys(), run?.id ?? ''),
    };
  }
}

function scorerInfo(scorer: Scorer): ScorerInfo {
  const { name, source, direction, range, names } = scorer;
  const details = scorer.describe?.();
  return {
    ...{ name, source, direction },
    ...(range === undefined ? {} : { range }),
    ...(names === undefined ? {} : { names }),
    ...(details === undefined ? {} : { details }),
  };
}
