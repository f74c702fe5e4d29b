import type { Kysely } from 'kysely';

/** Keys of programs. They are found by their id alone: which workspace they are of is what they tell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('experiments', 'text')
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'double precision', (column) => column.notNull())
    .addColumn('expires_ms', 'double precision')
    .addColumn('last_used_ms', 'double precision')
    .addColumn('revoked_ms', 'double precision')
    .addColumn('requests_per_second', 'double precision')
    .addColumn('bytes_per_second', 'double precision')
    .execute();
  await db.schema
    .createIndex('api_keys_of_workspace')
    .on('api_keys')
    .columns(['workspace_id', 'created_ms', 'id'])
    .execute();
}
