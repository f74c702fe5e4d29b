import type { ModelChange } from '@tracewright/schema';
import { cutPage, type Page } from '../page.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { ModelHistoryEntry, ModelHistoryQuery, ModelHistoryStore } from './model-history-store.ts';
import type { ModelHistoryRow } from './registry-tables.ts';
import { requireModel } from './require-model.ts';

/** Histories of models in any SQL database that Kysely speaks. */
export class SqlModelHistoryStore implements ModelHistoryStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async list(workspaceId: string, name: string, query: ModelHistoryQuery): Promise<Page<ModelHistoryEntry>> {
    const { db } = this.#database;
    await requireModel(db, workspaceId, name);
    let select = db
      .selectFrom('model_history')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name);
    if (query.version !== undefined) select = select.where('version', '=', query.version);
    if (query.before !== undefined) select = select.where('number', '<', query.before);
    const rows = await select
      .orderBy('number', 'desc')
      .limit(query.limit + 1)
      .execute();
    const page = cutPage(rows, query.limit, ({ number }) => [number]);
    return { ...page, items: page.items.map(entryOf) };
  }

  async count(workspaceId: string, name: string, version: number | undefined): Promise<number> {
    let select = this.#database.db
      .selectFrom('model_history')
      .select((of) => of.fn.countAll<number | string>().as('entries'))
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name);
    if (version !== undefined) select = select.where('version', '=', version);
    const { entries } = await select.executeTakeFirstOrThrow();
    // Postgres gives 64-bit integers as text.
    return Number(entries);
  }
}

function entryOf(row: ModelHistoryRow): ModelHistoryEntry {
  return {
    number: row.number,
    version: row.version,
    change: changeOf(row),
    by: row.actor,
    atMs: Number(row.at_ms),
  };
}

function changeOf({ kind, alias, before, after }: ModelHistoryRow): ModelChange {
  if (kind === 'stage') return { kind, from: before ?? 'None', to: after ?? 'None' };
  if (kind === 'alias') return { kind, alias, from: numberOf(before), to: numberOf(after) };
  return { kind };
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
