import { TABLES_TAG } from '../artifacts/table.ts';
import type { Experiment } from '../experiments/experiment.ts';
import type { Experiments } from '../experiments/experiments.ts';
import type { Connection } from '../http/connection.ts';
import { readEnvironment } from '../http/read-environment.ts';
import { TracewrightError } from '../http/tracewright-error.ts';
import type { ActiveRun } from './active-run.ts';
import { RunLogError } from './log-failure.ts';
import { PARENT_RUN_TAG, type Run } from './run.ts';
import type { RunHost } from './run-host.ts';
import type { RunOptions } from './run-options.ts';
import type { Runs } from './runs.ts';

const SYSTEM_INTERVAL_MS = 10_000;

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
    const { run, isAborted, close } = await this.#open(options);
    let result: T;
    try {
      result = await this.#parts.host.within(run, async () => work(run));
    } catch (error) {
      close();
      // The work's own failure is what counts; that something was not logged follows from it more often than not.
      await run.end(isAborted() ? 'KILLED' : 'FAILED').catch((failure: Error) => console.warn(failure.message));
      throw error;
    }
    close();
    try {
      await run.end(isAborted() ? 'KILLED' : 'FINISHED');
    } catch (error) {
      if (error instanceof RunLogError) throw new RunLogError(run.id, error.failures, result);
      throw error;
    }
    return result;
  }

  /** A run that whoever opens it ends. */
  async open(options: RunOptions): Promise<R> {
    const { run, close } = await this.#open(options);
    const end = run.end.bind(run);
    run.end = async (outcome) => {
      close();
      await end(outcome);
    };
    return run;
  }

  async #open(options: RunOptions): Promise<OpenedRun<R>> {
    options.signal?.throwIfAborted();
    const { connection, runs, host } = this.#parts;
    await host.prepare();
    const known = options.runId === undefined ? await this.#create(options) : await this.#takeUp(options.runId);
    const asked = new AbortController();
    const signal = options.signal === undefined ? asked.signal : AbortSignal.any([options.signal, asked.signal]);
    const { parentRunId, tags } = known;
    const run = host.make({ connection, runs, info: known, parentRunId, signal, loggedTables: tags[TABLES_TAG] });
    if (options.params !== undefined) run.logParams(options.params);
    if (options.runId !== undefined) run.setTags({ ...options.tags, ...noteOf(options) });
    const stopListening = host.whenAskedToEnd(async () => {
      asked.abort(new Error('the process was asked to end'));
      await run.end('KILLED').catch((failure: Error) => console.warn(failure.message));
    });
    const { systemMetrics = false } = options;
    const intervalMs = typeof systemMetrics === 'object' ? systemMetrics.intervalMs : SYSTEM_INTERVAL_MS;
    const stopWatching = systemMetrics === false ? () => {} : host.watchSystem(run, intervalMs);
    return {
      run,
      isAborted: () => signal.aborted,
      close: () => {
        stopListening();
        stopWatching();
      },
    };
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

interface OpenedRun<R> {
  readonly run: R;
  readonly isAborted: () => boolean;
  /** Listens to and watches nothing any more. */
  readonly close: () => void;
}

function noteOf({ description }: RunOptions): Readonly<Record<string, string>> {
  return description === undefined ? {} : { 'mlflow.note.content': description };
}
