import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { clustered } from './clustered.ts';

/**
 * Runs with their parameters and tags, and the data and models that went in and out. Times are doubles, which hold ms
 * exactly and whatever else clients send as far as they can.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('runs')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('experiment', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('lifecycle', 'text', (column) => column.notNull())
      .addColumn('artifact_uri', 'text', (column) => column.notNull())
      .addColumn('start_ms', 'double precision', (column) => column.notNull())
      .addColumn('end_ms', 'double precision')
      .addColumn('deleted_ms', 'double precision')
      .addPrimaryKeyConstraint('runs_key', ['workspace_id', 'run_id']),
  ).execute();
  await sql`create index runs_by_start on runs (workspace_id, experiment, start_ms desc, run_id)`.execute(db);
  for (const table of ['run_params', 'run_tags']) {
    await clustered(
      db,
      ofRun(db.schema.createTable(table))
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint(`${table}_key`, ['workspace_id', 'run_id', 'key']),
    ).execute();
  }
  await ofRun(db.schema.createTable('run_datasets'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('context', 'text')
    .addColumn('source_type', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('schema', 'text')
    .addColumn('profile', 'text')
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_datasets_key', ['workspace_id', 'run_id', 'name', 'digest'])
    .execute();
  await ofRun(db.schema.createTable('run_models'))
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text', (column) => column.notNull())
    .addColumn('step', 'double precision', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('run_models_key', ['workspace_id', 'run_id', 'direction', 'model_id', 'step'])
    .execute();
  await db.schema.createIndex('run_models_by_model').on('run_models').columns(['workspace_id', 'model_id']).execute();
}

function ofRun<Table extends string>(
  table: CreateTableBuilder<Table>,
): CreateTableBuilder<Table, 'workspace_id' | 'run_id'> {
  return table
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull());
}
