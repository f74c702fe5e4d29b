import type { Kysely } from 'kysely';

/** What the writes of requests gave that are not answered yet: whoever sends such a request again is answered by them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('request_answers').addColumn('attempt', 'text').execute();
  await db.schema
    .createTable('request_writes')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('work', 'text', (column) => column.notNull())
    .addColumn('given', 'text')
    .addColumn('written_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('request_writes_key', ['workspace_id', 'sender', 'key', 'place'])
    .execute();
  await db.schema.createIndex('request_writes_by_time').on('request_writes').column('written_ms').execute();
}
