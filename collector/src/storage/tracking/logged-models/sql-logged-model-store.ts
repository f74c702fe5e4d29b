import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { placeWithin } from '../experiments/place-within.ts';
import { isBehind, orderBy, type PageKey } from '../keyset.ts';
import { locking } from '../locking.ts';
import { cutPage, type Page } from '../page.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { addModelMetrics } from './add-model-metrics.ts';
import type {
  LoggedModel,
  LoggedModelMetric,
  LoggedModelSearch,
  LoggedModelStatus,
  LoggedModelStore,
  NewLoggedModel,
} from './logged-model-store.ts';
import type { LoggedModelRow } from './logged-model-tables.ts';
import { readLoggedModels } from './read-logged-models.ts';
import { loggedModelConditions, loggedModelOrder } from './search-logged-models.ts';

/** Tag of the versions that were made from a model: JSON, a list of names and versions. */
const VERSIONS_TAG = 'mlflow.modelVersions';

/** Logged models in any SQL database that Kysely speaks. */
export class SqlLoggedModelStore implements LoggedModelStore {
  readonly #database: TrackingDatabase;
  readonly #newId: () => string;

  /** @param newId 32 hex digits that were never given before */
  constructor(database: TrackingDatabase, newId: () => string) {
    this.#database = database;
    this.#newId = newId;
  }

  async create(workspaceId: string, model: NewLoggedModel): Promise<LoggedModel> {
    const now = this.#database.nowMs();
    const id = `m-${this.#newId()}`;
    const row: LoggedModelRow = {
      workspace_id: workspaceId,
      model_id: id,
      experiment_id: model.experimentId,
      name: model.name,
      artifact_location: placeWithin(model.experimentLocation, `models/${id}/artifacts`),
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
      status: 'PENDING',
      lifecycle: 'active',
      created_ms: now,
      updated_ms: now,
    };
    return this.#database.write(async (transaction) => {
      await transaction.insertInto('logged_models').values(row).execute();
      await putParams(transaction, row, model.params);
      await putTags(transaction, row, model.tags);
      return one(transaction, row);
    });
  }

  async get(workspaceId: string, id: string, allowsDeleted = false): Promise<LoggedModel> {
    const { db } = this.#database;
    const row = await requireRow(db, workspaceId, id);
    if (row.lifecycle === 'deleted' && !allowsDeleted) throw noModel(id);
    return one(db, row);
  }

  async finalize(workspaceId: string, id: string, status: LoggedModelStatus): Promise<LoggedModel> {
    return this.#change(workspaceId, id, (transaction, row) => this.#update(transaction, row, { status }));
  }

  async delete(workspaceId: string, id: string): Promise<void> {
    await this.#change(workspaceId, id, (transaction, row) => this.#update(transaction, row, { lifecycle: 'deleted' }));
  }

  async addParams(workspaceId: string, id: string, params: ReadonlyMap<string, string>): Promise<void> {
    await this.#change(workspaceId, id, (transaction, row) => putParams(transaction, row, params));
  }

  async setTags(workspaceId: string, id: string, tags: ReadonlyMap<string, string>): Promise<void> {
    await this.#change(workspaceId, id, (transaction, row) => putTags(transaction, row, tags));
  }

  async deleteTag(workspaceId: string, id: string, key: string): Promise<void> {
    await this.#change(workspaceId, id, async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('logged_model_tags')
        .where('workspace_id', '=', workspaceId)
        .where('model_id', '=', id)
        .where('key', '=', key)
        .executeTakeFirst();
      if (numDeletedRows === 0n) {
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No tag with key '${key}' found for model with ID '${id}'.`);
      }
    });
  }

  async noteVersion(
    workspaceId: string,
    id: string,
    { name, version }: { readonly name: string; readonly version: number },
  ): Promise<void> {
    await this.#change(workspaceId, id, async (transaction, row) => {
      const known = (await one(transaction, row)).tags.get(VERSIONS_TAG);
      // MLflow writes versions as texts, and its clients note them in the tag themselves.
      const noted = { name, version: String(version) };
      const others = parsedList(known).filter((each) => !isDeepStrictEqual(each, noted));
      await putTags(transaction, row, new Map([[VERSIONS_TAG, JSON.stringify([...others, noted])]]));
    });
  }

  async addMetrics(workspaceId: string, metrics: readonly LoggedModelMetric[]): Promise<void> {
    await this.#database.write((transaction) => addModelMetrics(transaction, workspaceId, metrics));
  }

  async search(workspaceId: string, search: LoggedModelSearch): Promise<Page<LoggedModel>> {
    if (search.experimentIds.length === 0) return { items: [], next: undefined };
    const { db } = this.#database;
    const terms = loggedModelOrder(search.order);
    let query = db
      .selectFrom('logged_models')
      .selectAll('logged_models')
      .select(terms.map(({ expression }, index) => sql<PageKey[number]>`${expression}`.as(`order_${index}`)))
      .where('logged_models.workspace_id', '=', workspaceId)
      .where('logged_models.lifecycle', '=', 'active')
      .where((where) => where.and(loggedModelConditions(search)));
    if (search.after !== undefined) query = query.where(isBehind(terms, search.after));
    const rows = await query
      .orderBy(orderBy(terms))
      .limit(search.limit + 1)
      .execute();
    const page = cutPage(rows, search.limit, (last) => {
      const values: Readonly<Record<string, unknown>> = last;
      return terms.map((_, index) => values[`order_${index}`] as PageKey[number]);
    });
    return { ...page, items: await readLoggedModels(db, workspaceId, page.items) };
  }

  #change<T>(
    workspaceId: string,
    id: string,
    work: (transaction: TrackingQueries, row: LoggedModelRow) => Promise<T>,
  ): Promise<T> {
    return this.#database.write(async (transaction) => {
      const row = await locking(this.#database, rowOf(transaction, workspaceId, id)).executeTakeFirst();
      if (row === undefined) throw noModel(id);
      return work(transaction, row);
    });
  }

  async #update(
    transaction: TrackingQueries,
    row: LoggedModelRow,
    change: Partial<Pick<LoggedModelRow, 'status' | 'lifecycle'>>,
  ): Promise<LoggedModel> {
    const changed = { ...change, updated_ms: this.#database.nowMs() };
    await transaction
      .updateTable('logged_models')
      .set(changed)
      .where('workspace_id', '=', row.workspace_id)
      .where('model_id', '=', row.model_id)
      .execute();
    return one(transaction, { ...row, ...changed });
  }
}

async function requireRow(db: TrackingQueries, workspaceId: string, id: string): Promise<LoggedModelRow> {
  const row = await rowOf(db, workspaceId, id).executeTakeFirst();
  if (row === undefined) throw noModel(id);
  return row;
}

function rowOf(db: TrackingQueries, workspaceId: string, id: string) {
  return db.selectFrom('logged_models').selectAll().where('workspace_id', '=', workspaceId).where('model_id', '=', id);
}

function noModel(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${id}' not found.`);
}

async function one(db: TrackingQueries, row: LoggedModelRow): Promise<LoggedModel> {
  const [model] = await readLoggedModels(db, row.workspace_id, [row]);
  return model!;
}

async function putTags(
  db: TrackingQueries,
  { workspace_id, model_id }: LoggedModelRow,
  tags: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [key, value] of tags) {
    await db
      .insertInto('logged_model_tags')
      .values({ workspace_id, model_id, key, value })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'model_id', 'key']).doUpdateSet({ value }))
      .execute();
  }
}

async function putParams(
  db: TrackingQueries,
  { workspace_id, model_id }: LoggedModelRow,
  params: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [key, value] of params) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('logged_model_params')
      .values({ workspace_id, model_id, key, value })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) continue;
    const known = await db
      .selectFrom('logged_model_params')
      .select('value')
      .where('workspace_id', '=', workspace_id)
      .where('model_id', '=', model_id)
      .where('key', '=', key)
      .executeTakeFirst();
    if (known?.value === value) continue;
    throw new ApiError(
      'INVALID_PARAMETER_VALUE',
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${known?.value}' ` +
        `for model ID='${model_id}'. Attempted logging new value '${value}'.`,
    );
  }
}

/** People may write into the tag, too: whatever is no list is replaced. */
function parsedList(text: string | undefined): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
