import { ApiError } from '../../../errors.ts';
import { columnKey, searchOrder } from '../entity-search.ts';
import { isBehind, orderBy } from '../keyset.ts';
import { cutPage, type Page } from '../page.ts';
import type { SearchPage } from '../search-page.ts';
import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { appendModelHistory, type ModelEvent } from './append-model-history.ts';
import type { ModelStage } from './model-stage.ts';
import type { ModelVersion, ModelVersionStore, NewModelVersion } from './model-version-store.ts';
import { latestRows, versionsOf } from './read-versions.ts';
import type { ModelVersionRow } from './registry-tables.ts';
import { requireModel } from './require-model.ts';
import { requireVersion } from './require-version.ts';
import { registryConditions, VERSION_TARGET } from './search-registry.ts';

/** Versions in any SQL database that Kysely speaks. */
export class SqlModelVersionStore implements ModelVersionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async create(workspaceId: string, given: NewModelVersion, by = ''): Promise<ModelVersion> {
    const now = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      // The row of the model is written first, so that of two writers one waits for the other's number.
      const counted = await transaction
        .updateTable('registered_models')
        .set((of) => ({ last_version: of('last_version', '+', 1), updated_ms: now }))
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', given.name)
        .returning('last_version')
        .executeTakeFirst();
      const version = counted?.last_version ?? (await requireModel(transaction, workspaceId, given.name)).last_version;
      const row: ModelVersionRow = {
        workspace_id: workspaceId,
        name: given.name,
        version,
        description: given.description,
        stage: 'None',
        source: given.source,
        storage_location: given.storageLocation,
        run_id: given.runId,
        run_link: given.runLink,
        model_id: given.modelId,
        created_ms: now,
        updated_ms: now,
      };
      await transaction.insertInto('model_versions').values(row).execute();
      for (const [key, value] of given.tags) {
        await transaction
          .insertInto('model_version_tags')
          .values({ workspace_id: workspaceId, name: given.name, version, key, value })
          .execute();
      }
      await this.#note(transaction, { workspaceId, name: given.name, by, atMs: now }, [
        { version, change: { kind: 'created' } },
      ]);
      return one(transaction, workspaceId, row);
    });
  }

  async get(workspaceId: string, name: string, version: number): Promise<ModelVersion> {
    const { db } = this.#database;
    return one(db, workspaceId, await requireVersion(db, workspaceId, name, version));
  }

  async getByAlias(workspaceId: string, name: string, alias: string): Promise<ModelVersion> {
    const { db } = this.#database;
    await requireModel(db, workspaceId, name);
    if (alias.toLowerCase() === 'latest') {
      const [highest] = (await latestRows(db, workspaceId, [name])).toSorted((a, b) => b.version - a.version);
      if (highest !== undefined) return one(db, workspaceId, highest);
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `Latest version not found for model ${name}.`);
    }
    const found = await db
      .selectFrom('registered_model_aliases')
      .select('version')
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
      .where('alias', '=', alias)
      .executeTakeFirst();
    if (found !== undefined) return this.get(workspaceId, name, found.version);
    throw new ApiError('INVALID_PARAMETER_VALUE', `Registered model alias ${alias} not found.`);
  }

  async latest(workspaceId: string, name: string, stages: readonly ModelStage[]): Promise<readonly ModelVersion[]> {
    const { db } = this.#database;
    await requireModel(db, workspaceId, name);
    const rows = await latestRows(db, workspaceId, [name]);
    return versionsOf(
      db,
      workspaceId,
      rows.filter(({ stage }) => stages.includes(stage as ModelStage)),
    );
  }

  async update(workspaceId: string, name: string, version: number, description: string): Promise<ModelVersion> {
    return this.#change(workspaceId, name, version, { description });
  }

  async transition(
    workspaceId: string,
    name: string,
    version: number,
    stage: ModelStage,
    archivesOthers: boolean,
    by = '',
  ): Promise<ModelVersion> {
    return this.#change(workspaceId, name, version, { stage }, async (transaction, now, { stage: from }) => {
      await touch(transaction, workspaceId, name, now);
      const archived = archivesOthers
        ? await archive(transaction, workspaceId, { name, stage, now, except: version })
        : [];
      await this.#note(transaction, { workspaceId, name, by, atMs: now }, [
        ...archived.map((other) => ({
          version: other,
          change: { kind: 'stage', from: stage, to: 'Archived' } as const,
        })),
        ...(from === stage ? [] : [{ version, change: { kind: 'stage', from, to: stage } as const }]),
      ]);
    });
  }

  async delete(workspaceId: string, name: string, version: number, by = ''): Promise<void> {
    const now = this.#database.nowMs();
    await this.#database.write(async (transaction) => {
      const deleted = await one(
        transaction,
        workspaceId,
        await requireVersion(transaction, workspaceId, name, version),
      );
      await this.#note(transaction, { workspaceId, name, by, atMs: now }, [
        ...deleted.aliases.map((alias) => ({
          version,
          change: { kind: 'alias', alias, from: version, to: null } as const,
        })),
        { version, change: { kind: 'deleted' } },
      ]);
      for (const table of ['model_versions', 'model_version_tags', 'registered_model_aliases'] as const) {
        await transaction
          .deleteFrom(table)
          .where('workspace_id', '=', workspaceId)
          .where('name', '=', name)
          .where('version', '=', version)
          .execute();
      }
      await touch(transaction, workspaceId, name, now);
    });
  }

  async search(workspaceId: string, { conditions, order, limit, after }: SearchPage): Promise<Page<ModelVersion>> {
    const { db } = this.#database;
    const terms = searchOrder(
      VERSION_TARGET,
      order.length > 0 ? order : [{ kind: 'attribute', key: 'last_updated_timestamp', isDescending: true }],
      [
        { kind: 'attribute', key: 'name', isDescending: false },
        { kind: 'attribute', key: 'version_number', isDescending: true },
      ],
    );
    let query = db
      .selectFrom('model_versions')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where((where) => where.and(registryConditions(VERSION_TARGET, conditions)));
    if (after !== undefined) query = query.where(isBehind(terms, after));
    const rows = await query
      .orderBy(orderBy(terms))
      .limit(limit + 1)
      .execute();
    const page = cutPage(rows, limit, columnKey(terms));
    return { ...page, items: await versionsOf(db, workspaceId, page.items) };
  }

  async setTag(workspaceId: string, name: string, version: number, key: string, value: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireVersion(transaction, workspaceId, name, version);
      await transaction
        .insertInto('model_version_tags')
        .values({ workspace_id: workspaceId, name, version, key, value })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name', 'version', 'key']).doUpdateSet({ value }))
        .execute();
    });
  }

  async deleteTag(workspaceId: string, name: string, version: number, key: string): Promise<void> {
    await this.#database.write(async (transaction) => {
      await requireVersion(transaction, workspaceId, name, version);
      await transaction
        .deleteFrom('model_version_tags')
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('version', '=', version)
        .where('key', '=', key)
        .execute();
    });
  }

  #note(transaction: TrackingQueries, of: Omit<ModelEvent, 'changes'>, changes: ModelEvent['changes']): Promise<void> {
    return appendModelHistory(this.#database, transaction, { ...of, changes });
  }

  async #change(
    workspaceId: string,
    name: string,
    version: number,
    change: Partial<Pick<ModelVersionRow, 'description' | 'stage'>>,
    also: (transaction: TrackingQueries, now: number, before: ModelVersionRow) => Promise<void> = async () => {},
  ): Promise<ModelVersion> {
    const now = this.#database.nowMs();
    return this.#database.write(async (transaction) => {
      await also(transaction, now, await requireVersion(transaction, workspaceId, name, version));
      await transaction
        .updateTable('model_versions')
        .set({ ...change, updated_ms: now })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('version', '=', version)
        .execute();
      return one(transaction, workspaceId, await requireVersion(transaction, workspaceId, name, version));
    });
  }
}

/** Moves what else is in a stage to Archived. @returns these versions */
async function archive(
  db: TrackingQueries,
  workspaceId: string,
  {
    name,
    stage,
    now,
    except,
  }: { readonly name: string; readonly stage: ModelStage; readonly now: number; readonly except: number },
): Promise<readonly number[]> {
  const rows = await db
    .updateTable('model_versions')
    .set({ stage: 'Archived', updated_ms: now })
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .where('stage', '=', stage)
    .where('version', '!=', except)
    .returning('version')
    .execute();
  return rows.map(({ version }) => version).sort((a, b) => a - b);
}

async function one(db: TrackingQueries, workspaceId: string, row: ModelVersionRow): Promise<ModelVersion> {
  const [version] = await versionsOf(db, workspaceId, [row]);
  return version!;
}

/** Notes a change of a version at its model. */
async function touch(db: TrackingQueries, workspaceId: string, name: string, updated_ms: number): Promise<void> {
  await db
    .updateTable('registered_models')
    .set({ updated_ms })
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .execute();
}
