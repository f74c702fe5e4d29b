import type { Experiment } from '../experiments/experiment.ts';
import type { Experiments } from '../experiments/experiments.ts';
import type { Connection } from '../http/connection.ts';
import { readEnvironment } from '../http/read-environment.ts';
import { TracewrightError } from '../http/tracewright-error.ts';
import type { ActiveRun } from './active-run.ts';
import { Ending } from './ending.ts';
import { RunLogError } from './log-failure.ts';
import { PARENT_RUN_TAG, type Run, type RunOutcome } from './run.ts';
import type { RunHost } from './run-host.ts';
import type { RunOptions } from './run-options.ts';
import type { Runs } from './runs.ts';

const SYSTEM_INTERVAL_MS = 10_000;
const FLUSH_TIMEOUT_MS = 30_000;

/** Server and place that runs are started with. */
export interface StarterParts<R extends ActiveRun> {
  readonly connection: Connection;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly host: RunHost<R>;
}

/** Starts runs, and ends them by what comes of their work. */
export class RunStarter<R extends ActiveRun> {
  readonly #parts: StarterParts<R>;
  #experiment: Promise<Experiment> | undefined;

  constructor(parts: StarterParts<R>) {
    this.#parts = parts;
  }

  /** Where runs belong from now on. @throws TracewrightError `INVALID_STATE` if it is deleted */
  async setExperiment(name: string): Promise<Experiment> {
    const experiment = this.#named(name);
    this.#experiment = experiment;
    // Whoever waits hears of a failure; the next run asks again.
    experiment.catch(() => {
      if (this.#experiment === experiment) this.#experiment = undefined;
    });
    return experiment;
  }

  /** That of `setExperiment`, then as the environment says, then `Default`. */
  async experimentId(): Promise<string> {
    const env = readEnvironment();
    if (this.#experiment === undefined) {
      const name = env.TRACEWRIGHT_EXPERIMENT || env.MLFLOW_EXPERIMENT_NAME;
      if (!name) return env.MLFLOW_EXPERIMENT_ID || '0';
      await this.setExperiment(name);
    }
    return (await this.#experiment)?.id ?? '0';
  }

  /** Does the work and ends the run by what comes of it. */
  async start<T>(options: RunOptions, work: (run: R) => T | PromiseLike<T>): Promise<T> {
    // What the process leaves undone was not finished, even where it exits with 0.
    const run = await this.#open(options, 'KILLED');
    if (run.signal.aborted) {
      await run.end('KILLED').catch(warn);
      throw run.signal.reason;
    }
    let result: T;
    try {
      result = await this.#parts.host.within(run, async () => work(run));
    } catch (error) {
      // The work's own failure is what counts; that something was not logged follows from it more often than not.
      await run.end(run.signal.aborted ? 'KILLED' : 'FAILED').catch(warn);
      throw error;
    }
    try {
      await run.end(run.signal.aborted ? 'KILLED' : 'FINISHED');
    } catch (error) {
      if (error instanceof RunLogError) throw new RunLogError(run.id, error.failures, result);
      throw error;
    }
    return result;
  }

  /** A run that whoever opens it ends; where he forgets, the end of the process does it, by its exit code. */
  open(options: RunOptions): Promise<R> {
    return this.#open(options, 'FINISHED');
  }

  /** @param atExit What it becomes where the process exits with 0 while it is under way. */
  async #open(options: RunOptions, atExit: RunOutcome): Promise<R> {
    options.signal?.throwIfAborted();
    const { runs, host } = this.#parts;
    await host.prepare();
    const asked = new AbortController();
    const ending = new Ending();
    const begun = this.#begin(options, asked.signal, ending);
    const kill = async (): Promise<void> => {
      asked.abort(new Error('the process was asked to end'));
      // One that is being made is waited for: nobody would end it later.
      const run = await begun.catch(() => undefined);
      if (run === undefined) return;
      // Said at once as well: what is left to send may take longer than the process waits. Where it fails, `end` tells.
      const status = run.outcome ?? 'KILLED';
      const said = runs.update(run.id, { status, endMs: Date.now() }).catch(() => undefined);
      await Promise.all([said, run.end('KILLED').catch(warn)]);
    };
    ending.after(host.whenAskedToEnd(kill));
    const run = await begun.catch((error: unknown) => {
      ending.isOver();
      throw error;
    });
    ending.after(host.whenExiting((exitCode) => run.leftovers(exitCode === 0 ? atExit : 'FAILED')));
    return run;
  }

  async #begin(options: RunOptions, asked: AbortSignal, ending: Ending): Promise<R> {
    const { connection, runs, host } = this.#parts;
    const info = options.runId === undefined ? await this.#create(options) : await this.#takeUp(options.runId);
    const run = host.make({
      connection,
      runs,
      info,
      parentRunId: info.parentRunId,
      signal: options.signal === undefined ? asked : AbortSignal.any([options.signal, asked]),
      onEnd: () => ending.begins(),
      onEnded: () => ending.isOver(),
      flushTimeoutMs: options.flushTimeoutMs ?? FLUSH_TIMEOUT_MS,
    });
    if (options.params !== undefined) run.logParams(options.params);
    if (options.runId !== undefined) run.setTags({ ...options.tags, ...noteOf(options) });
    const { systemMetrics = false } = options;
    if (systemMetrics !== false) {
      const intervalMs = systemMetrics === true ? SYSTEM_INTERVAL_MS : systemMetrics.intervalMs;
      ending.before(host.watchSystem(run, intervalMs));
    }
    return run;
  }

  async #create(options: RunOptions): Promise<Run> {
    const { runs, host } = this.#parts;
    const outer = host.current();
    const ofOuter = options.nested === false ? outer?.parentRunId : outer?.id;
    const parentRunId = typeof options.parent === 'object' ? options.parent.id : (options.parent ?? ofOuter);
    const inherited = typeof options.parent === 'object' ? options.parent : outer;
    const origin = await host.origin();
    return runs.create({
      experimentId: await this.#experimentOf(options, inherited),
      name: options.name,
      userId: origin['mlflow.user'],
      startMs: Date.now(),
      tags: { ...origin, [PARENT_RUN_TAG]: parentRunId, ...noteOf(options), ...options.tags },
    });
  }

  async #takeUp(runId: string): Promise<Run> {
    const { runs } = this.#parts;
    const run = await runs.get(runId);
    if (run.lifecycle === 'deleted') {
      throw new TracewrightError('INVALID_STATE', `run ${runId} is deleted: restore it before it goes on`);
    }
    await runs.update(runId, { status: 'RUNNING' });
    return run;
  }

  async #experimentOf({ experiment, experimentId }: RunOptions, outer: ActiveRun | undefined): Promise<string> {
    if (experimentId !== undefined) return experimentId;
    if (experiment !== undefined) return (await this.#named(experiment)).id;
    return outer?.experimentId ?? (await this.experimentId());
  }

  async #named(name: string): Promise<Experiment> {
    const experiment = await this.#parts.experiments.getOrCreate({ name });
    if (experiment.lifecycle === 'active') return experiment;
    throw new TracewrightError('INVALID_STATE', `experiment ${name} is deleted: restore it, or take another name`);
  }
}

function warn(failure: Error): void {
  console.warn(failure.message);
}

function noteOf({ description }: RunOptions): Readonly<Record<string, string>> {
  return description === undefined ? {} : { 'mlflow.note.content': description };
}
