import type { Kysely } from 'kysely';

/** Browsers that are signed in, found by the digest of what their cookie says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'double precision', (column) => column.notNull())
    .addColumn('last_seen_ms', 'double precision', (column) => column.notNull())
    .addColumn('expires_ms', 'double precision', (column) => column.notNull())
    .addColumn('via', 'text', (column) => column.notNull())
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .execute();
  await db.schema.createIndex('sessions_of_user').on('sessions').columns(['user_id', 'last_seen_ms']).execute();
}
