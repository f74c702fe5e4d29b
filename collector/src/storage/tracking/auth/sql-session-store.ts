import type { TrackingDatabase } from '../tracking-database.ts';
import type { SessionRow } from './auth-tables.ts';
import type { Session, SessionStore } from './session-store.ts';

/** Sessions in any SQL database that Kysely speaks. */
export class SqlSessionStore implements SessionStore {
  readonly #database: TrackingDatabase;

  constructor(database: TrackingDatabase) {
    this.#database = database;
  }

  async create(session: Session): Promise<void> {
    const row: SessionRow = {
      digest: session.digest,
      id: session.id,
      user_id: session.userId,
      created_ms: session.createdMs,
      last_seen_ms: session.lastSeenMs,
      expires_ms: session.expiresMs,
      via: session.via,
      address: session.address ?? null,
      user_agent: session.userAgent ?? null,
    };
    await this.#database.write((transaction) => transaction.insertInto('sessions').values(row).execute());
  }

  async get(digest: string): Promise<Session | undefined> {
    const select = this.#database.db.selectFrom('sessions').selectAll().where('digest', '=', digest);
    const row = await select.executeTakeFirst();
    return row && sessionOf(row);
  }

  async list(userId: string): Promise<readonly Session[]> {
    const rows = await this.#database.db
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('last_seen_ms', 'desc')
      .orderBy('id')
      .execute();
    return rows.map(sessionOf);
  }

  async noteSeen(digest: string, ms: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .updateTable('sessions')
        .set({ last_seen_ms: ms })
        .where('digest', '=', digest)
        .where('last_seen_ms', '<', ms)
        .execute(),
    );
  }

  async end(userId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.write((transaction) =>
      transaction.deleteFrom('sessions').where('user_id', '=', userId).where('id', '=', id).executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  async endAll(userId: string, exceptId?: string): Promise<void> {
    await this.#database.write((transaction) => {
      const all = transaction.deleteFrom('sessions').where('user_id', '=', userId);
      return (exceptId === undefined ? all : all.where('id', '!=', exceptId)).execute();
    });
  }

  async removeOld(expiredMs: number, seenMs: number): Promise<void> {
    await this.#database.write((transaction) =>
      transaction
        .deleteFrom('sessions')
        .where((of) => of.or([of('expires_ms', '<', expiredMs), of('last_seen_ms', '<', seenMs)]))
        .execute(),
    );
  }
}

function sessionOf(row: SessionRow): Session {
  return {
    digest: row.digest,
    id: row.id,
    userId: row.user_id,
    createdMs: row.created_ms,
    lastSeenMs: row.last_seen_ms,
    expiresMs: row.expires_ms,
    via: row.via,
    address: row.address ?? undefined,
    userAgent: row.user_agent ?? undefined,
  };
}
