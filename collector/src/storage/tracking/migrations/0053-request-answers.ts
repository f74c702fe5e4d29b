import type { Kysely } from 'kysely';

/** What was answered to requests that may be sent again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('request_answers')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('body', 'text')
    .addColumn('asked_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('request_answers_key', ['workspace_id', 'sender', 'key'])
    .execute();
  await db.schema.createIndex('request_answers_by_time').on('request_answers').column('asked_ms').execute();
}
