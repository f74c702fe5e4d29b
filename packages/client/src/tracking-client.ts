import { ArtifactFolder } from './artifacts/artifact-folder.ts';
import { type SplitTable, tableRows } from './artifacts/table.ts';
import type { Experiment } from './experiments/experiment.ts';
import type { Found } from './http/found.ts';
import type { ActiveRun } from './runs/active-run.ts';
import type { Run } from './runs/run.ts';
import type { RunHost } from './runs/run-host.ts';
import type { RunOptions } from './runs/run-options.ts';
import { RunStarter } from './runs/run-starter.ts';
import type { RunSearch } from './runs/runs.ts';
import { type ClientOptions, ServerClient } from './server-client.ts';

/** Runs of experiments by name or id; without either, of the experiment that runs are started in. */
export interface FluentRunSearch extends Omit<RunSearch, 'experimentIds'> {
  readonly experimentIds?: readonly string[];
  readonly experiments?: readonly string[];
}

/** A server and the experiment and runs that one is at. */
export class TrackingClient<R extends ActiveRun> extends ServerClient {
  readonly #starter: RunStarter<R>;

  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
  constructor(options: ClientOptions, host: RunHost<R>) {
    super(options);
    const { connection, experiments, runs } = this;
    this.#starter = new RunStarter({ connection, experiments, runs, host });
  }

  /**
   * Where runs belong from now on; the experiment is made if need be. Before that it is the one that
   * `TRACEWRIGHT_EXPERIMENT`, `MLFLOW_EXPERIMENT_NAME` or `MLFLOW_EXPERIMENT_ID` says, or `Default`.
   *
   * @throws TracewrightError `INVALID_STATE` if it is deleted
   */
  setExperiment(name: string): Promise<Experiment> {
    return this.#starter.setExperiment(name);
  }

  /**
   * Does work as a run and gives back what the work gives. The run is FINISHED when the work is done, FAILED when it
   * throws, and KILLED when its signal was aborted or the process was asked to end.
   *
   * @throws what the work throws; RunLogError, with the work's result, where what it logged has not all arrived
   * @example
   * const accuracy = await client.startRun({ name: 'baseline' }, async (run) => {
   *   run.logParam('model', 'small');
   *   return evaluate();
   * });
   */
  startRun<T>(work: (run: R) => T | PromiseLike<T>): Promise<T>;
  startRun<T>(options: RunOptions, work: (run: R) => T | PromiseLike<T>): Promise<T>;
  startRun<T>(
    first: RunOptions | ((run: R) => T | PromiseLike<T>),
    second?: (run: R) => T | PromiseLike<T>,
  ): Promise<T> {
    if (typeof first === 'function') return this.#starter.start({}, first);
    if (second === undefined) throw new TypeError('startRun takes the work of the run; openRun is for runs without it');
    return this.#starter.start(first, second);
  }

  /** Starts a run that lasts until its `end` is called. It is no run that others are inside of. */
  openRun(options: RunOptions = {}): Promise<R> {
    return this.#starter.open(options);
  }

  /**
   * Finds runs.
   *
   * @example
   * const best = await client.searchRuns<'prompt', 'accuracy'>({ orderBy: ['metrics.accuracy DESC'] }).first();
   */
  searchRuns<Param extends string = string, Metric extends string = string, Tag extends string = string>(
    search: FluentRunSearch = {},
  ): Found<Run<Param, Metric, Tag>> {
    return this.runs.searchIn(search, () => this.#experimentIds(search));
  }

  /** The files of a run. */
  async artifactsOf(runId: string): Promise<ArtifactFolder> {
    return new ArtifactFolder(this.connection, (await this.runs.get(runId)).artifactUri);
  }

  /** The rows of a table that a run has logged, here or in Python; what they hold is the caller's word. */
  async loadTable<Row extends object = Record<string, unknown>>(runId: string, path: string): Promise<readonly Row[]> {
    const table = await (await this.artifactsOf(runId)).get(path).json<SplitTable>();
    return tableRows(table) as readonly object[] as readonly Row[];
  }

  async #experimentIds({ experimentIds, experiments }: FluentRunSearch): Promise<readonly string[]> {
    if (experimentIds !== undefined) return experimentIds;
    if (experiments === undefined) return [await this.#starter.experimentId()];
    const found = await Promise.all(experiments.map((name) => this.experiments.getByName(name)));
    return found.flatMap((experiment) => (experiment === undefined ? [] : [experiment.id]));
  }
}
