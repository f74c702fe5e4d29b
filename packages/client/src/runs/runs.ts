import { type LifecycleView, viewType } from '../experiments/experiment.ts';
import type { ClientRequest, Connection, SpelledRequest } from '../http/connection.ts';
import { Found } from '../http/found.ts';
import { getMlflow, postMlflow, spellMlflow } from '../http/mlflow.ts';
import { writeDouble, writePairs } from '../http/wire.ts';
import {
  type MetricPoint,
  type Run,
  type RunInfo,
  type RunStatus,
  readMetricPoint,
  readRun,
  readRunInfo,
  type WireMetric,
  type WireRun,
  type WireRunInfo,
} from './run.ts';

export interface NewRun {
  readonly experimentId: string;
  /** Default: one made up by the server. */
  readonly name?: string | undefined;
  readonly userId?: string | undefined;
  /** Milliseconds since the Unix epoch. Default: when the server is asked. */
  readonly startMs?: number | undefined;
  readonly tags?: Readonly<Record<string, string | undefined>>;
}

export interface RunChange {
  readonly name?: string;
  readonly status?: RunStatus;
  /** Milliseconds since the Unix epoch. Default: now, if the status says that it has ended. */
  readonly endMs?: number;
}

export interface LoggedMetric extends MetricPoint {
  readonly key: string;
}

/** What is logged of a run in one request: at most 1,000 things in all, 100 of them parameters and 100 tags. */
export interface RunBatch {
  readonly metrics?: readonly LoggedMetric[];
  readonly params?: readonly { readonly key: string; readonly value: string }[];
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** For whoever tries again by himself. */
type Tries = Pick<ClientRequest, 'retries'>;

type Direction = '' | ' ASC' | ' DESC';
type Named = 'metrics' | 'params' | 'tags' | 'attributes';

/** What runs are ordered by, such as `metrics.accuracy DESC` or `start_time`. */
export type RunOrder =
  | `${Named}.${string}`
  | `${'start_time' | 'end_time' | 'status' | 'run_name' | 'run_id'}${Direction}`;

export interface RunSearch {
  readonly experimentIds: readonly string[];
  /** In MLflow's language, such as `params.model = 'small' AND metrics.accuracy > 0.9`. */
  readonly filter?: string;
  /** Default: those that began last first. */
  readonly orderBy?: readonly RunOrder[];
  readonly view?: LifecycleView;
  /** How many come at a time. Default 1,000. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/** The runs of a server. Each call fails with a TracewrightError. */
export class Runs {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async create(run: NewRun): Promise<Run> {
    const answer = await postMlflow<{ run: WireRun }>(this.#connection, 'runs/create', {
      experiment_id: run.experimentId,
      run_name: run.name,
      user_id: run.userId,
      start_time: run.startMs,
      tags: writePairs(run.tags),
    });
    return readRun(answer.run);
  }

  async get<Param extends string = string, Metric extends string = string, Tag extends string = string>(
    runId: string,
  ): Promise<Run<Param, Metric, Tag>> {
    return readRun((await getMlflow<{ run: WireRun }>(this.#connection, 'runs/get', { run_id: runId })).run);
  }

  /**
   * @example
   * const best = await client.runs.search<'model', 'accuracy'>({
   *   experimentIds: ['1'],
   *   orderBy: ['metrics.accuracy DESC'],
   * }).first();
   */
  search<Param extends string = string, Metric extends string = string, Tag extends string = string>(
    search: RunSearch,
  ): Found<Run<Param, Metric, Tag>> {
    return this.searchIn(search, async () => search.experimentIds);
  }

  /** The same, among experiments that are asked for once the search is read. */
  searchIn<Param extends string, Metric extends string, Tag extends string>(
    search: Omit<RunSearch, 'experimentIds'>,
    experimentIds: () => Promise<readonly string[]>,
  ): Found<Run<Param, Metric, Tag>> {
    let asked: Promise<readonly string[]> | undefined;
    return new Found(async (token) => {
      asked ??= experimentIds();
      const request = {
        experiment_ids: await asked,
        filter: search.filter,
        order_by: search.orderBy,
        run_view_type: viewType(search.view),
        max_results: search.pageSize ?? 1_000,
        page_token: token,
      };
      const rest = { isRepeatable: true, signal: search.signal };
      const answer = await postMlflow<SearchAnswer>(this.#connection, 'runs/search', request, rest);
      return {
        items: (answer.runs ?? []).map((run) => readRun<Param, Metric, Tag>(run)),
        nextToken: answer.next_page_token,
      };
    });
  }

  async update(runId: string, change: RunChange, tries: Tries = {}): Promise<RunInfo> {
    const request = updateJson(runId, change);
    const rest = { ...REPEATABLE, ...tries };
    const answer = await postMlflow<{ run_info: WireRunInfo }>(this.#connection, 'runs/update', request, rest);
    return readRunInfo(answer.run_info);
  }

  async delete(runId: string): Promise<void> {
    await postMlflow(this.#connection, 'runs/delete', { run_id: runId }, REPEATABLE);
  }

  async restore(runId: string): Promise<void> {
    await postMlflow(this.#connection, 'runs/restore', { run_id: runId }, REPEATABLE);
  }

  async setTag(runId: string, key: string, value: string): Promise<void> {
    await postMlflow(this.#connection, 'runs/set-tag', { run_id: runId, key, value }, REPEATABLE);
  }

  async deleteTag(runId: string, key: string): Promise<void> {
    await postMlflow(this.#connection, 'runs/delete-tag', { run_id: runId, key });
  }

  /** All or nothing; what is logged twice alike counts once. */
  async logBatch(runId: string, batch: RunBatch, tries: Tries = {}): Promise<void> {
    await postMlflow(this.#connection, 'runs/log-batch', batchJson(runId, batch), { ...REPEATABLE, ...tries });
  }

  /** The requests that log the last of a run and end it, one after the other, for whoever has to make them by himself. */
  spellEnd(runId: string, batches: readonly RunBatch[], change: RunChange): readonly SpelledRequest[] {
    return [
      ...batches.map((batch) => spellMlflow(this.#connection, 'runs/log-batch', batchJson(runId, batch))),
      spellMlflow(this.#connection, 'runs/update', updateJson(runId, change)),
    ];
  }

  /** Every value of a metric, in the order of their times. */
  metricHistory(runId: string, key: string, options: { readonly pageSize?: number } = {}): Found<MetricPoint> {
    return new Found(async (token) => {
      const query = {
        run_id: runId,
        metric_key: key,
        max_results: options.pageSize ?? 25_000,
        page_token: token,
      };
      const answer = await getMlflow<HistoryAnswer>(this.#connection, 'metrics/get-history', query);
      return { items: (answer.metrics ?? []).map(readMetricPoint), nextToken: answer.next_page_token };
    });
  }
}

const REPEATABLE = { isRepeatable: true };

function updateJson(runId: string, { name, status, endMs }: RunChange): Readonly<Record<string, unknown>> {
  return { run_id: runId, run_name: name, status, end_time: endMs };
}

function batchJson(
  runId: string,
  { metrics = [], params = [], tags = [] }: RunBatch,
): Readonly<Record<string, unknown>> {
  return {
    run_id: runId,
    metrics: metrics.map(({ key, value, step, timestampMs }) => ({
      key,
      value: writeDouble(value),
      step,
      timestamp: timestampMs,
    })),
    params,
    tags,
  };
}

interface SearchAnswer {
  readonly runs?: readonly WireRun[];
  readonly next_page_token?: string;
}

interface HistoryAnswer {
  readonly metrics?: readonly WireMetric[];
  readonly next_page_token?: string;
}
