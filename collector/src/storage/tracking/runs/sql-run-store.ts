import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import type { Lifecycle } from '../experiments/experiment-store.ts';
import type { DefaultExperiments } from '../experiments/insert-experiment.ts';
import { placeWithin } from '../experiments/place-within.ts';
import { ActiveExperiments } from '../experiments/require-experiment.ts';
import { locking } from '../locking.ts';
import { addModelMetrics } from '../logged-models/add-model-metrics.ts';
import type { MetricAppender } from '../metrics/append-metrics.ts';
import type { MetricFold } from '../metrics/fold-metrics.ts';
import type { Page } from '../page.ts';
import { PreparedQuery } from '../prepared-query.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { newRunId } from './new-run-id.ts';
import { readRuns, runInfo } from './read-runs.ts';
import { noRun, requireActive } from './require-run.ts';
import { addDatasets, addModels } from './run-links.ts';
import { RUN_NAME_TAG, RunPairs } from './run-pairs.ts';
import type {
  ModelOutput,
  NewRun,
  Run,
  RunChange,
  RunDataset,
  RunInfo,
  RunLog,
  RunQuestion,
  RunSearch,
  RunStatus,
  RunStore,
  UsedDataset,
} from './run-store.ts';
import type { RunRow } from './run-tables.ts';
import { countRuns, searchRuns } from './search-runs.ts';
import { usedDatasets } from './used-datasets.ts';

const ENDED: readonly RunStatus[] = ['FINISHED', 'FAILED', 'KILLED'];

/** Runs in any SQL database that Kysely speaks. */
export class SqlRunStore implements RunStore {
  readonly #database: TrackingDatabase;
  readonly #defaults: DefaultExperiments;
  readonly #fold: MetricFold;
  readonly #metrics: MetricAppender;
  readonly #experiments: ActiveExperiments;
  readonly #pairs: RunPairs;
  readonly #insert: PreparedQuery<RunRow>;
  readonly #row: PreparedQuery<{ workspace: string; run: string }, RunRow>;

  constructor(
    database: TrackingDatabase,
    defaults: DefaultExperiments,
    metrics: { readonly fold: MetricFold; readonly appender: MetricAppender },
  ) {
    this.#database = database;
    this.#defaults = defaults;
    this.#fold = metrics.fold;
    this.#metrics = metrics.appender;
    this.#experiments = new ActiveExperiments(database.db);
    this.#pairs = new RunPairs(database.db);
    this.#insert = new PreparedQuery(
      database.db,
      (slot) => sql`insert into runs (workspace_id, run_id, experiment, name, user_id, status, lifecycle, artifact_uri,
          start_ms, end_ms, deleted_ms)
        values (${slot('workspace_id')}, ${slot('run_id')}, ${slot('experiment')}, ${slot('name')}, ${slot('user_id')},
          ${slot('status')}, ${slot('lifecycle')}, ${slot('artifact_uri')}, ${slot('start_ms')}, ${slot('end_ms')},
          ${slot('deleted_ms')})`,
    );
    this.#row = new PreparedQuery(
      database.db,
      (slot) => sql`select * from runs where workspace_id = ${slot('workspace')} and run_id = ${slot('run')}`,
    );
  }

  async create(workspaceId: string, run: NewRun): Promise<Run> {
    const id = newRunId(this.#database.nowMs());
    const tags = new Map([...run.tags, [RUN_NAME_TAG, run.name]]);
    await this.#defaults.prepare(workspaceId);
    const row = await this.#database.write(async (transaction) => {
      const { number, artifactLocation } = await this.#experiments.require(transaction, workspaceId, run.experimentId);
      const made: RunRow = {
        workspace_id: workspaceId,
        run_id: id,
        experiment: number,
        name: run.name,
        user_id: run.userId,
        status: 'RUNNING',
        lifecycle: 'active',
        artifact_uri: placeWithin(artifactLocation, `${id}/artifacts`),
        start_ms: run.startMs ?? this.#database.nowMs(),
        end_ms: null,
        deleted_ms: null,
      };
      await this.#insert.run(transaction, made);
      await this.#pairs.putTags(transaction, workspaceId, id, tags);
      return made;
    });
    return {
      ...runInfo(row),
      ...{ metrics: [], params: new Map(), tags, datasets: [], modelInputs: [], modelOutputs: [] },
    };
  }

  async get(workspaceId: string, id: string): Promise<Run> {
    await this.#fold.fold(workspaceId, [id]);
    const row = await this.#find(this.#database.db, workspaceId, id);
    if (row === undefined) throw noRun(id);
    return (await readRuns(this.#database.db, workspaceId, [row]))[0]!;
  }

  async getInfo(workspaceId: string, id: string): Promise<RunInfo> {
    const row = await this.#find(this.#database.db, workspaceId, id);
    if (row === undefined) throw noRun(id);
    return runInfo(row);
  }

  async update(workspaceId: string, id: string, { status, endMs, name }: RunChange): Promise<RunInfo> {
    return this.#database.write(async (transaction) => {
      const row = requireActive(await this.#find(transaction, workspaceId, id), id);
      const hasEnded = status !== undefined && ENDED.includes(status);
      const end_ms = endMs ?? (hasEnded ? this.#database.nowMs() : row.end_ms);
      const changed = { status: status ?? row.status, end_ms, name: name ?? row.name };
      await transaction
        .updateTable('runs')
        .set(changed)
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', id)
        .execute();
      if (name !== undefined) {
        await this.#pairs.putTags(transaction, workspaceId, id, new Map([[RUN_NAME_TAG, name]]));
      }
      return runInfo({ ...row, ...changed });
    });
  }

  async setLifecycle(workspaceId: string, id: string, lifecycle: Lifecycle): Promise<void> {
    await this.#database.write(async (transaction) => {
      if ((await this.#find(transaction, workspaceId, id)) === undefined) throw noRun(id);
      await transaction
        .updateTable('runs')
        .set({ lifecycle, deleted_ms: lifecycle === 'deleted' ? this.#database.nowMs() : null })
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', id)
        .where('lifecycle', '!=', lifecycle)
        .execute();
    });
  }

  async log(workspaceId: string, id: string, { metrics, modelMetrics, params, tags }: RunLog): Promise<void> {
    await this.#database.write(async (transaction) => {
      requireActive(await this.#find(transaction, workspaceId, id), id);
      if (params !== undefined) await this.#pairs.addParams(transaction, workspaceId, id, params);
      if (tags !== undefined) await this.#pairs.putTagsAndName(transaction, workspaceId, id, tags);
      if (metrics?.length) await this.#metrics.append(transaction, workspaceId, id, metrics);
      if (modelMetrics?.length) await addModelMetrics(transaction, workspaceId, modelMetrics);
    });
  }

  async changeTag(
    workspaceId: string,
    id: string,
    key: string,
    change: (value: string | undefined) => string,
  ): Promise<void> {
    await this.#database.write(async (transaction) => {
      requireActive(await this.#lock(transaction, workspaceId, id), id);
      const tag = await transaction
        .selectFrom('run_tags')
        .select('value')
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', id)
        .where('key', '=', key)
        .executeTakeFirst();
      await this.#pairs.putTagsAndName(transaction, workspaceId, id, new Map([[key, change(tag?.value)]]));
    });
  }

  async deleteTag(workspaceId: string, id: string, key: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      requireActive(await this.#find(transaction, workspaceId, id), id);
      const { numDeletedRows } = await transaction
        .deleteFrom('run_tags')
        .where('workspace_id', '=', workspaceId)
        .where('run_id', '=', id)
        .where('key', '=', key)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${key} in run with id ${id}`);
      }
    });
  }

  async addInputs(
    workspaceId: string,
    id: string,
    datasets: readonly RunDataset[],
    modelIds: readonly string[],
  ): Promise<void> {
    await this.#database.write(async (transaction) => {
      requireActive(await this.#find(transaction, workspaceId, id), id);
      await addDatasets(transaction, workspaceId, id, datasets);
      const models = modelIds.map((modelId) => ({ modelId, step: 0 }));
      await addModels(transaction, workspaceId, id, 'in', models);
    });
  }

  async addOutputs(workspaceId: string, id: string, models: readonly ModelOutput[]): Promise<void> {
    await this.#database.write(async (transaction) => {
      requireActive(await this.#find(transaction, workspaceId, id), id);
      await addModels(transaction, workspaceId, id, 'out', models);
    });
  }

  async search(workspaceId: string, search: RunSearch): Promise<Page<Run>> {
    await this.#fold.fold(workspaceId);
    const { db } = this.#database;
    const { items, next } = await searchRuns(db, workspaceId, search);
    return { items: await readRuns(db, workspaceId, items), next };
  }

  async count(workspaceId: string, question: RunQuestion): Promise<number> {
    await this.#fold.fold(workspaceId);
    return countRuns(this.#database.db, workspaceId, question);
  }

  usedDatasets(workspaceId: string, experimentIds: readonly string[], limit: number): Promise<readonly UsedDataset[]> {
    return usedDatasets(this.#database.db, workspaceId, experimentIds, limit);
  }

  /** The row, which nobody else changes until the transaction ends. */
  async #lock(transaction: TrackingQueries, workspaceId: string, id: string): Promise<RunRow | undefined> {
    const row = transaction
      .selectFrom('runs')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('run_id', '=', id);
    return locking(this.#database, row).executeTakeFirst();
  }

  async #find(db: TrackingQueries, workspaceId: string, id: string): Promise<RunRow | undefined> {
    return (await this.#row.run(db, { workspace: workspaceId, run: id })).rows[0];
  }
}
