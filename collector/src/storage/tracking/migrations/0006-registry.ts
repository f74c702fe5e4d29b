import type { Kysely } from 'kysely';

/** Registered models (prompts among them), their versions, and what both are tagged and named with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('registered_models')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('last_version', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('registered_models_key', ['workspace_id', 'name'])
    .execute();
  await db.schema
    .createTable('registered_model_tags')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('registered_model_tags_key', ['workspace_id', 'name', 'key'])
    .execute();
  await db.schema
    .createTable('registered_model_aliases')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('alias', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('registered_model_aliases_key', ['workspace_id', 'name', 'alias'])
    .execute();
  await db.schema
    .createTable('model_versions')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('storage_location', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('run_link', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_versions_key', ['workspace_id', 'name', 'version'])
    .execute();
  await db.schema
    .createIndex('model_versions_by_stage')
    .on('model_versions')
    .columns(['workspace_id', 'name', 'stage', 'version'])
    .execute();
  // What stands behind a version is never cleaned up, and the page of a run lists what was made of it.
  await db.schema
    .createIndex('model_versions_by_run')
    .on('model_versions')
    .columns(['workspace_id', 'run_id'])
    .execute();
  await db.schema
    .createIndex('model_versions_by_model')
    .on('model_versions')
    .columns(['workspace_id', 'model_id'])
    .execute();
  await db.schema
    .createTable('model_version_tags')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_version_tags_key', ['workspace_id', 'name', 'version', 'key'])
    .execute();
}
