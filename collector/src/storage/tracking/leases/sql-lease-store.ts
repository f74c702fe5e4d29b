import { type RawBuilder, sql } from 'kysely';
import { DATABASE_NOW_MS } from '../database-now-ms.ts';
import type { TrackingDatabase } from '../tracking-database.ts';
import type { HeldLease, LeaseStore } from './lease-store.ts';

/** Leases in any SQL database that Kysely speaks; each step is one statement, which the database lets nobody part. */
export class SqlLeaseStore implements LeaseStore {
  readonly #database: TrackingDatabase;
  readonly #nowMs: RawBuilder<number>;

  constructor(database: TrackingDatabase) {
    this.#database = database;
    this.#nowMs = DATABASE_NOW_MS[database.kind];
  }

  async take(name: string, holder: string, ttlMs: number): Promise<number | undefined> {
    const { rows } = await this.#database.write((transaction) =>
      sql<{ readonly term: number }>`insert into leases (name, holder, term, expires_ms)
        values (${name}, ${holder}, 1, ${this.#nowMs} + ${ttlMs})
        on conflict (name) do update
          set holder = excluded.holder, term = leases.term + 1, expires_ms = excluded.expires_ms
          where leases.expires_ms <= ${this.#nowMs}
        returning term`.execute(transaction),
    );
    return rows[0]?.term;
  }

  async renew(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database.write((transaction) =>
      transaction
        .updateTable('leases')
        .set({ expires_ms: sql<number>`${this.#nowMs} + ${ttlMs}` })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .executeTakeFirstOrThrow(),
    );
    return numUpdatedRows > 0n;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('leases')
        .set({ holder: '', expires_ms: 0 })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute(),
    );
  }

  async list(): Promise<readonly HeldLease[]> {
    return this.#database.db
      .selectFrom('leases')
      .select(['name', 'holder', 'term', sql<number>`expires_ms - ${this.#nowMs}`.as('remainingMs')])
      .where('holder', '!=', '')
      .orderBy('name')
      .execute();
  }
}
