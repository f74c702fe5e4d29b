import { columnKey, type SearchTarget, searchCondition, searchOrder } from '../entity-search.ts';
import { inParts } from '../in-parts.ts';
import { isBehind, orderBy, type PageKey } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { deleteRecords, putRecords, readRecords } from './dataset-records.ts';
import type { Dataset, DatasetRecord, DatasetStore, JsonObject, NewDataset, RecordContent } from './dataset-store.ts';
import type { DatasetRow } from './dataset-tables.ts';
import { laterThan } from './later-than.ts';
import { oneDataset, readDatasets, requireDataset } from './read-datasets.ts';
import { schemaWith } from './record-schema.ts';
import { USER_TAG } from './user-tag.ts';

const TARGET: SearchTarget = {
  table: 'datasets',
  columns: {
    dataset_id: 'dataset_id',
    name: 'name',
    created_time: 'created_ms',
    last_update_time: 'updated_ms',
    created_by: 'created_by',
    last_updated_by: 'updated_by',
  },
  keyed: { tag: { table: 'dataset_tags', on: ['dataset_id'] } },
};

/** Whatever has rows of a dataset. */
const TABLES = [
  'dataset_version_records',
  'dataset_contents',
  'dataset_versions',
  'dataset_records',
  'dataset_tags',
  'dataset_experiments',
  'datasets',
] as const;

/** Datasets in any SQL database that Kysely speaks. */
export class SqlDatasetStore implements DatasetStore {
  readonly #database: TrackingDatabase;
  readonly #newId: () => string;

  /** @param newId 32 hex digits that were never given before */
  constructor(database: TrackingDatabase, newId: () => string) {
    this.#database = database;
    this.#newId = newId;
  }

  async create(workspaceId: string, { name, tags, experimentIds }: NewDataset): Promise<Dataset> {
    const now = this.#database.nowMs();
    const user = tags.get(USER_TAG) ?? null;
    const row: DatasetRow = {
      workspace_id: workspaceId,
      dataset_id: `d-${this.#newId()}`,
      name,
      schema: null,
      digest_ms: now,
      created_by: user,
      updated_by: user,
      created_ms: now,
      updated_ms: now,
    };
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('datasets').values(row).execute();
      await putTags(transaction, row, tags);
      await use(transaction, row, experimentIds);
      return oneDataset(transaction, row);
    });
  }

  async get(workspaceId: string, id: string): Promise<Dataset> {
    const { db } = this.#database;
    return oneDataset(db, await requireDataset(db, workspaceId, id));
  }

  async delete(workspaceId: string, id: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      for (const table of TABLES) {
        await transaction
          .deleteFrom(table)
          .where('workspace_id', '=', workspaceId)
          .where('dataset_id', '=', id)
          .execute();
      }
    });
  }

  async search(
    workspaceId: string,
    experimentIds: readonly string[],
    { conditions, order, limit, after }: SearchPage,
  ): Promise<Page<Dataset>> {
    const { db } = this.#database;
    const newest = { kind: 'attribute', key: 'created_time', isDescending: true } as const;
    const terms = searchOrder(TARGET, order.length > 0 ? order : [newest], [
      { kind: 'attribute', key: 'dataset_id', isDescending: true },
    ]);
    let query = db
      .selectFrom('datasets')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where((where) => where.and(conditions.map((condition) => searchCondition(TARGET, condition))));
    if (experimentIds.length > 0) {
      query = query.where('dataset_id', 'in', (of) =>
        of
          .selectFrom('dataset_experiments')
          .select('dataset_experiments.dataset_id')
          .where('dataset_experiments.workspace_id', '=', workspaceId)
          .where('experiment_id', 'in', experimentIds),
      );
    }
    if (after !== undefined) query = query.where(isBehind(terms, after));
    const rows = await query
      .orderBy(orderBy(terms))
      .limit(limit + 1)
      .execute();
    const page = cutPage(rows, limit, columnKey(terms));
    return { ...page, items: await readDatasets(db, workspaceId, page.items) };
  }

  async setTags(workspaceId: string, id: string, tags: ReadonlyMap<string, string>): Promise<void> {
    await this.#change(workspaceId, id, (transaction, row) => putTags(transaction, row, tags));
  }

  async deleteTag(workspaceId: string, id: string, key: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await transaction
        .deleteFrom('dataset_tags')
        .where('workspace_id', '=', workspaceId)
        .where('dataset_id', '=', id)
        .where('key', '=', key)
        .execute();
    });
  }

  async addExperiments(workspaceId: string, id: string, experimentIds: readonly string[]): Promise<Dataset> {
    return this.#change(workspaceId, id, async (transaction, row) => {
      await use(transaction, row, experimentIds);
      return this.#touch(transaction, row, {});
    });
  }

  async removeExperiments(workspaceId: string, id: string, experimentIds: readonly string[]): Promise<Dataset> {
    return this.#change(workspaceId, id, async (transaction, row) => {
      for (const ids of inParts(experimentIds)) {
        await transaction
          .deleteFrom('dataset_experiments')
          .where('workspace_id', '=', workspaceId)
          .where('dataset_id', '=', id)
          .where('experiment_id', 'in', ids)
          .execute();
      }
      return this.#touch(transaction, row, {});
    });
  }

  async putRecords(
    workspaceId: string,
    id: string,
    records: readonly RecordContent[],
  ): Promise<{ readonly inserted: number; readonly updated: number }> {
    return this.#change(workspaceId, id, async (transaction, row) => {
      const now = this.#database.nowMs();
      const counts = await putRecords(transaction, row, records, now);
      const users = records.map(({ tags }) => tags?.[USER_TAG]).filter((user) => typeof user === 'string');
      const known = row.schema === null ? undefined : (JSON.parse(row.schema) as JsonObject);
      await this.#touch(transaction, row, {
        schema: JSON.stringify(schemaWith(known, records)),
        digest_ms: laterThan(row, now),
        updated_by: users.at(-1) ?? row.updated_by,
      });
      return counts;
    });
  }

  async records(workspaceId: string, id: string, limit: number, after?: PageKey): Promise<Page<DatasetRecord>> {
    const { db } = this.#database;
    return readRecords(db, await requireDataset(db, workspaceId, id), limit, after);
  }

  async deleteRecords(workspaceId: string, id: string, recordIds: readonly string[]): Promise<number> {
    return this.#change(workspaceId, id, async (transaction, row) => {
      const deleted = await deleteRecords(transaction, row, recordIds);
      if (deleted > 0) await this.#touch(transaction, row, { digest_ms: laterThan(row, this.#database.nowMs()) });
      return deleted;
    });
  }

  #change<T>(
    workspaceId: string,
    id: string,
    work: (transaction: TrackingQueries, row: DatasetRow) => Promise<T>,
  ): Promise<T> {
    return this.#database.write(async (transaction) =>
      work(transaction, await requireDataset(transaction, workspaceId, id)),
    );
  }

  async #touch(
    transaction: TrackingQueries,
    row: DatasetRow,
    change: Partial<Pick<DatasetRow, 'schema' | 'digest_ms' | 'updated_by'>>,
  ): Promise<Dataset> {
    const changed = { ...change, updated_ms: this.#database.nowMs() };
    await transaction
      .updateTable('datasets')
      .set(changed)
      .where('workspace_id', '=', row.workspace_id)
      .where('dataset_id', '=', row.dataset_id)
      .execute();
    return oneDataset(transaction, { ...row, ...changed });
  }
}

async function putTags(db: TrackingQueries, row: DatasetRow, tags: ReadonlyMap<string, string>): Promise<void> {
  for (const [key, value] of tags) {
    await db
      .insertInto('dataset_tags')
      .values({ workspace_id: row.workspace_id, dataset_id: row.dataset_id, key, value })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'dataset_id', 'key']).doUpdateSet({ value }))
      .execute();
  }
}

async function use(db: TrackingQueries, row: DatasetRow, experimentIds: readonly string[]): Promise<void> {
  for (const experiment_id of experimentIds) {
    await db
      .insertInto('dataset_experiments')
      .values({ workspace_id: row.workspace_id, dataset_id: row.dataset_id, experiment_id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
