import type { Kysely } from 'kysely';

/** What is hidden before it is stored, and how long traces of single experiments are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('redaction_rules')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('keys', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('is_enabled', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'double precision', (column) => column.notNull())
    .addColumn('updated_ms', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('redaction_rules_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createTable('privacy_secrets')
    .addColumn('workspace_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('secret', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('experiment_retention')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('experiment', 'integer', (column) => column.notNull())
    .addColumn('days', 'integer')
    .addPrimaryKeyConstraint('experiment_retention_key', ['workspace_id', 'experiment'])
    .execute();
}
