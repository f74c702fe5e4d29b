import { ApiError } from '../../../errors.ts';
import { inParts } from '../in-parts.ts';
import { isBehind, orderBy } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { experimentCondition, experimentKey, experimentOrder } from './experiment-search.ts';
import type { Experiment, ExperimentQuery, ExperimentStore, Lifecycle, NewExperiment } from './experiment-store.ts';
import type { ExperimentRow } from './experiment-tables.ts';
import { type DefaultExperiments, insertExperiment } from './insert-experiment.ts';
import {
  ActiveExperiments,
  checkExperimentName,
  experimentNumber,
  locationOf,
  noExperiment,
} from './require-experiment.ts';

/** Experiments in any SQL database that Kysely speaks. */
export class SqlExperimentStore implements ExperimentStore {
  readonly #database: TrackingDatabase;
  readonly #defaults: DefaultExperiments;
  readonly #active: ActiveExperiments;

  constructor(database: TrackingDatabase, defaults: DefaultExperiments) {
    this.#database = database;
    this.#defaults = defaults;
    this.#active = new ActiveExperiments(database.db);
  }

  async resolve(workspaceId: string, name: string): Promise<string> {
    checkExperimentName(name);
    const known = await this.getByName(workspaceId, name);
    if (known !== undefined) return known.id;
    try {
      return await this.create(workspaceId, { name });
    } catch (error) {
      // Another process may have been quicker.
      const late = await this.getByName(workspaceId, name);
      if (late === undefined) throw error;
      return late.id;
    }
  }

  async create(workspaceId: string, { name, artifactLocation = '', tags }: NewExperiment): Promise<string> {
    checkExperimentName(name);
    await this.#defaults.prepare(workspaceId);
    return this.#database.write(async (transaction) => {
      await requireFreeName(transaction, workspaceId, name);
      // Where another process takes the number between counting and inserting, this one counts again.
      for (;;) {
        const number = (await lastNumber(transaction, workspaceId)) + 1;
        const numbered = { number, name, artifactLocation };
        if (!(await insertExperiment(transaction, workspaceId, numbered, this.#database.nowMs()))) {
          await requireFreeName(transaction, workspaceId, name);
          continue;
        }
        for (const [key, value] of tags ?? []) await putTag(transaction, workspaceId, number, key, value);
        return String(number);
      }
    });
  }

  async getByName(workspaceId: string, name: string): Promise<Experiment | undefined> {
    await this.#defaults.prepare(workspaceId);
    const row = await this.#rows(workspaceId).where('name', '=', name).executeTakeFirst();
    return row && (await this.#withTags(workspaceId, [row]))[0];
  }

  async getById(workspaceId: string, id: string): Promise<Experiment | undefined> {
    const number = experimentNumber(id);
    if (number === undefined) return undefined;
    await this.#defaults.prepare(workspaceId);
    const row = await this.#rows(workspaceId).where('number', '=', number).executeTakeFirst();
    return row && (await this.#withTags(workspaceId, [row]))[0];
  }

  async list(workspaceId: string): Promise<readonly Experiment[]> {
    await this.#defaults.prepare(workspaceId);
    return this.#withTags(workspaceId, await this.#rows(workspaceId).orderBy('number').execute());
  }

  async search(workspaceId: string, query: ExperimentQuery): Promise<Page<Experiment>> {
    await this.#defaults.prepare(workspaceId);
    const order = experimentOrder(query.order);
    let rows = this.#rows(workspaceId);
    if (query.lifecycle !== undefined) rows = rows.where('lifecycle', '=', query.lifecycle);
    for (const condition of query.conditions) rows = rows.where(experimentCondition(condition));
    if (query.after !== undefined) rows = rows.where(isBehind(order, query.after));
    const found = await rows
      .orderBy(orderBy(order))
      .limit(query.limit + 1)
      .execute();
    const page = cutPage(found, query.limit, (last) => experimentKey(order, last));
    return { ...page, items: await this.#withTags(workspaceId, page.items) };
  }

  async rename(workspaceId: string, id: string, name: string): Promise<void> {
    checkExperimentName(name);
    await this.#defaults.prepare(workspaceId);
    await this.#database.write(async (transaction) => {
      const number = experimentNumber(id);
      const row = await transaction
        .selectFrom('experiments')
        .select(['name', 'lifecycle'])
        .where('workspace_id', '=', workspaceId)
        .where('number', '=', number ?? -1)
        .executeTakeFirst();
      if (row === undefined || number === undefined) throw noExperiment(id);
      if (row.lifecycle !== 'active') throw new ApiError('INVALID_STATE', 'Cannot rename a non-active experiment.');
      if (row.name !== name) await requireFreeName(transaction, workspaceId, name);
      await this.#update(transaction, workspaceId, number, { name });
    });
  }

  async setLifecycle(workspaceId: string, id: string, lifecycle: Lifecycle): Promise<void> {
    await this.#defaults.prepare(workspaceId);
    await this.#database.write(async (transaction) => {
      const number = experimentNumber(id);
      const row = await transaction
        .selectFrom('experiments')
        .select('lifecycle')
        .where('workspace_id', '=', workspaceId)
        .where('number', '=', number ?? -1)
        .executeTakeFirst();
      if (row === undefined || number === undefined || row.lifecycle === lifecycle) throw noExperiment(id);
      await this.#update(transaction, workspaceId, number, { lifecycle });
      await transaction
        .updateTable('runs')
        .set({ lifecycle, deleted_ms: lifecycle === 'deleted' ? this.#database.nowMs() : null })
        .where('workspace_id', '=', workspaceId)
        .where('experiment', '=', number)
        .where('lifecycle', '!=', lifecycle)
        .execute();
    });
  }

  async setTag(workspaceId: string, id: string, key: string, value: string): Promise<void> {
    await this.#defaults.prepare(workspaceId);
    await this.#database.write(async (transaction) => {
      const { number } = await this.#active.require(transaction, workspaceId, id);
      await putTag(transaction, workspaceId, number, key, value);
      await this.#update(transaction, workspaceId, number, {});
    });
  }

  async deleteTag(workspaceId: string, id: string, key: string): Promise<void> {
    await this.#defaults.prepare(workspaceId);
    await this.#database.write(async (transaction) => {
      const { number } = await this.#active.require(transaction, workspaceId, id);
      const { numDeletedRows } = await transaction
        .deleteFrom('experiment_tags')
        .where('workspace_id', '=', workspaceId)
        .where('experiment', '=', number)
        .where('key', '=', key)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${key} in experiment with id ${id}`);
      }
      await this.#update(transaction, workspaceId, number, {});
    });
  }

  #rows(workspaceId: string) {
    return this.#database.db.selectFrom('experiments').selectAll().where('experiments.workspace_id', '=', workspaceId);
  }

  async #withTags(workspaceId: string, rows: readonly ExperimentRow[]): Promise<readonly Experiment[]> {
    const tags = new Map<number, Map<string, string>>(rows.map(({ number }) => [number, new Map()]));
    for (const numbers of inParts([...tags.keys()])) {
      const found = await this.#database.db
        .selectFrom('experiment_tags')
        .select(['experiment', 'key', 'value'])
        .where('workspace_id', '=', workspaceId)
        .where('experiment', 'in', numbers)
        .orderBy('key')
        .execute();
      for (const { experiment, key, value } of found) tags.get(experiment)!.set(key, value);
    }
    return rows.map((row) => experimentOf(row, tags.get(row.number)!));
  }

  async #update(
    db: TrackingQueries,
    workspaceId: string,
    number: number,
    change: { readonly name?: string; readonly lifecycle?: Lifecycle },
  ): Promise<void> {
    await db
      .updateTable('experiments')
      .set({ ...change, updated_ms: this.#database.nowMs() })
      .where('workspace_id', '=', workspaceId)
      .where('number', '=', number)
      .execute();
  }
}

async function lastNumber(db: TrackingQueries, workspaceId: string): Promise<number> {
  const last = await db
    .selectFrom('experiments')
    .select((of) => of.fn.max('number').as('number'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return Number(last?.number ?? 0);
}

async function requireFreeName(db: TrackingQueries, workspaceId: string, name: string): Promise<void> {
  const taken = await db
    .selectFrom('experiments')
    .select('number')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (taken !== undefined) throw new ApiError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
}

async function putTag(db: TrackingQueries, workspaceId: string, experiment: number, key: string, value: string) {
  await db
    .insertInto('experiment_tags')
    .values({ workspace_id: workspaceId, experiment, key, value })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'experiment', 'key']).doUpdateSet({ value }))
    .execute();
}

function experimentOf(row: ExperimentRow, tags: ReadonlyMap<string, string>): Experiment {
  return {
    id: String(row.number),
    name: row.name,
    lifecycle: row.lifecycle,
    artifactLocation: locationOf(row.number, row.artifact_location),
    // Postgres gives 64-bit integers as text.
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    tags,
  };
}
