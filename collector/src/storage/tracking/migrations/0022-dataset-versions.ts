import type { Kysely } from 'kysely';

/** Versions of datasets: lists of records that never change, whose contents stand once however many versions have them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dataset_versions')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('record_count', 'integer', (column) => column.notNull())
    .addColumn('pointer', 'text')
    .addColumn('note', 'text')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('head_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_versions_key', ['workspace_id', 'dataset_id', 'version'])
    .execute();
  await db.schema
    .createTable('dataset_version_records')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('record_id', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_version_records_key', ['workspace_id', 'dataset_id', 'version', 'position'])
    .execute();
  await db.schema
    .createTable('dataset_contents')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('content_hash', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_contents_key', ['workspace_id', 'dataset_id', 'content_hash'])
    .execute();
}
