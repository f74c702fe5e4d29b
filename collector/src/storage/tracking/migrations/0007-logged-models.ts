import type { Kysely } from 'kysely';

/** Models that runs have made, what they were made with, and how well they did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('logged_models')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text', (column) => column.notNull())
    .addColumn('experiment_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('artifact_location', 'text', (column) => column.notNull())
    .addColumn('model_type', 'text', (column) => column.notNull())
    .addColumn('source_run_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('lifecycle', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('logged_models_key', ['workspace_id', 'model_id'])
    .execute();
  await db.schema
    .createIndex('logged_models_by_experiment')
    .on('logged_models')
    .columns(['workspace_id', 'experiment_id', 'created_ms'])
    .execute();
  await db.schema
    .createIndex('logged_models_by_run')
    .on('logged_models')
    .columns(['workspace_id', 'source_run_id'])
    .execute();
  for (const table of ['logged_model_tags', 'logged_model_params']) {
    await db.schema
      .createTable(table)
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('model_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['workspace_id', 'model_id', 'key'])
      .execute();
  }
  await db.schema
    .createTable('logged_model_metrics')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('timestamp_ms', 'bigint', (column) => column.notNull())
    .addColumn('step', 'bigint', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    // Null stands for NaN, which SQLite has no value for.
    .addColumn('value', 'double precision')
    .addColumn('dataset_name', 'text', (column) => column.notNull())
    .addColumn('dataset_digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('logged_model_metrics_key', [
      'workspace_id',
      'model_id',
      'key',
      'timestamp_ms',
      'step',
      'run_id',
    ])
    .execute();
}
