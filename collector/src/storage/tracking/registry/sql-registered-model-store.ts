import { ApiError } from '../../../errors.ts';
import { columnKey, searchOrder } from '../entity-search.ts';
import { isBehind, orderBy } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { appendModelHistory, type ModelEvent } from './append-model-history.ts';
import { isPrompt } from './prompt-tag.ts';
import { readModel, readModels } from './read-models.ts';
import type { NewRegisteredModel, RegisteredModel, RegisteredModelStore } from './registered-model-store.ts';
import { findModel, requireModel } from './require-model.ts';
import { requireVersion } from './require-version.ts';
import { MODEL_TARGET, registryConditions } from './search-registry.ts';

/** Everything that has the name of a registered model in it. */
const NAMED = [
  'registered_model_tags',
  'registered_model_aliases',
  'model_versions',
  'model_version_tags',
  'model_history',
] as const;

/** Registered models in any SQL database that Kysely speaks. */
export class SqlRegisteredModelStore implements RegisteredModelStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async create(workspaceId: string, { name, description, tags }: NewRegisteredModel): Promise<RegisteredModel> {
    const now = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('registered_models')
        .values({ workspace_id: workspaceId, name, description, last_version: 0, created_ms: now, updated_ms: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) {
        throw nameTaken(name, isPrompt(tags), isPrompt((await readModel(transaction, workspaceId, name)).tags));
      }
      for (const [key, value] of tags) {
        await transaction
          .insertInto('registered_model_tags')
          .values({ workspace_id: workspaceId, name, key, value })
          .execute();
      }
      return readModel(transaction, workspaceId, name);
    });
  }

  async get(workspaceId: string, name: string): Promise<RegisteredModel> {
    return readModel(this.#database.db, workspaceId, name);
  }

  async update(workspaceId: string, name: string, description: string): Promise<RegisteredModel> {
    const updated_ms = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      await transaction
        .updateTable('registered_models')
        .set({ description, updated_ms })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute();
      return readModel(transaction, workspaceId, name);
    });
  }

  async rename(workspaceId: string, name: string, newName: string): Promise<RegisteredModel> {
    const updated_ms = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      const model = await readModel(transaction, workspaceId, name);
      if (newName === name) return model;
      if ((await findModel(transaction, workspaceId, newName)) !== undefined) {
        throw new ApiError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${newName}) already exists.`);
      }
      for (const table of NAMED) {
        await transaction
          .updateTable(table)
          .set({ name: newName })
          .where('workspace_id', '=', workspaceId)
          .where('name', '=', name)
          .execute();
      }
      await transaction
        .updateTable('model_versions')
        .set({ updated_ms })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', newName)
        .execute();
      await transaction
        .updateTable('registered_models')
        .set({ name: newName, updated_ms })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute();
      return readModel(transaction, workspaceId, newName);
    });
  }

  async delete(workspaceId: string, name: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireModel(transaction, workspaceId, name);
      for (const table of [...NAMED, 'registered_models'] as const) {
        await transaction.deleteFrom(table).where('workspace_id', '=', workspaceId).where('name', '=', name).execute();
      }
    });
  }

  async search(workspaceId: string, { conditions, order, limit, after }: SearchPage): Promise<Page<RegisteredModel>> {
    const { db } = this.#database;
    const terms = searchOrder(MODEL_TARGET, order, [{ kind: 'attribute', key: 'name', isDescending: false }]);
    let query = db
      .selectFrom('registered_models')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where((where) => where.and(registryConditions(MODEL_TARGET, conditions)));
    if (after !== undefined) query = query.where(isBehind(terms, after));
    const rows = await query
      .orderBy(orderBy(terms))
      .limit(limit + 1)
      .execute();
    const page = cutPage(rows, limit, columnKey(terms));
    return { ...page, items: await readModels(db, workspaceId, page.items) };
  }

  async setTag(workspaceId: string, name: string, key: string, value: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireModel(transaction, workspaceId, name);
      await transaction
        .insertInto('registered_model_tags')
        .values({ workspace_id: workspaceId, name, key, value })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name', 'key']).doUpdateSet({ value }))
        .execute();
    });
  }

  async deleteTag(workspaceId: string, name: string, key: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireModel(transaction, workspaceId, name);
      await transaction
        .deleteFrom('registered_model_tags')
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('key', '=', key)
        .execute();
    });
  }

  async setAlias(workspaceId: string, name: string, alias: string, version: number, by = ''): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireVersion(transaction, workspaceId, name, version);
      await this.#noteAlias(transaction, { workspaceId, name, by }, alias, version);
      await transaction
        .insertInto('registered_model_aliases')
        .values({ workspace_id: workspaceId, name, alias, version })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name', 'alias']).doUpdateSet({ version }))
        .execute();
    });
  }

  async deleteAlias(workspaceId: string, name: string, alias: string, by = ''): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireModel(transaction, workspaceId, name);
      await this.#noteAlias(transaction, { workspaceId, name, by }, alias, null);
      await transaction
        .deleteFrom('registered_model_aliases')
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('alias', '=', alias)
        .execute();
    });
  }

  /** Notes what is about to happen to an alias, unless nothing is. */
  async #noteAlias(
    transaction: TrackingQueries,
    of: Pick<ModelEvent, 'workspaceId' | 'name' | 'by'>,
    alias: string,
    to: number | null,
  ): Promise<void> {
    const from = (await readModel(transaction, of.workspaceId, of.name)).aliases.get(alias) ?? null;
    const version = to ?? from;
    if (version === null || from === to) return;
    const changes = [{ version, change: { kind: 'alias', alias, from, to } as const }];
    await appendModelHistory(this.#database, transaction, { ...of, atMs: this.#database.nowMs(), changes });
  }
}

function nameTaken(name: string, isNewPrompt: boolean, isOldPrompt: boolean): ApiError {
  const kind = (isOne: boolean): string => (isOne ? 'Prompt' : 'Registered Model');
  const message =
    isNewPrompt === isOldPrompt
      ? `${kind(isNewPrompt)} (name=${name}) already exists.`
      : `Tried to create a ${kind(isNewPrompt).toLowerCase()} with name '${name}', but the name is already taken by a ` +
        `${kind(isOldPrompt).toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`;
  return new ApiError('RESOURCE_ALREADY_EXISTS', message);
}
