import { type RawBuilder, sql } from 'kysely';
import { DATABASE_NOW_MS } from '../database-now-ms.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { OthersCount, SharedCount, SharedCountStore } from './shared-count-store.ts';

/** Longer than a collector takes between two looks, and than a transaction between its time and its end. */
const LATELY_MS = 30_000;
const FORGOTTEN_AFTER_MS = 3_600_000;
/** Rows of one statement. */
const PART = 200;

/** Shared counts in any SQL database that Kysely speaks. */
export class SqlSharedCountStore implements SharedCountStore {
  readonly #database: TrackingDatabase;
  readonly #nowMs: RawBuilder<number>;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    this.#nowMs = DATABASE_NOW_MS[database.kind];
  }

  get isShared(): boolean {
    return this.#database.kind === 'postgres';
  }

  async write(collectorId: string, counts: ReadonlyMap<string, SharedCount>): Promise<void> {
    const own = { collector_id: collectorId, changed_ms: this.#nowMs };
    const rows = [...counts].map(([key, count]) => ({ ...own, key, ...count }));
    if (rows.length === 0) return;
    await this.#database.write(async (transaction) => {
      for (let from = 0; from < rows.length; from += PART) {
        await transaction
          .insertInto('shared_counts')
          .values(rows.slice(from, from + PART))
          .onConflict((conflict) =>
            conflict.columns(['collector_id', 'key']).doUpdateSet((given) => ({
              total: given.ref('excluded.total'),
              added: given.ref('excluded.added'),
              changed_ms: given.ref('excluded.changed_ms'),
            })),
          )
          .execute();
      }
      await transaction
        .deleteFrom('shared_counts')
        .where('changed_ms', '<', sql<number>`${this.#nowMs} - ${FORGOTTEN_AFTER_MS}`)
        .execute();
    });
  }

  async others(collectorId: string): Promise<readonly OthersCount[]> {
    const rows = await this.#database.db
      .selectFrom('shared_counts')
      .select(['collector_id', 'key', 'total', 'added'])
      .where('changed_ms', '>=', sql<number>`${this.#nowMs} - ${LATELY_MS}`)
      .where('collector_id', '!=', collectorId)
      .execute();
    return rows.map(({ collector_id, ...count }) => ({ collectorId: collector_id, ...count }));
  }
}
