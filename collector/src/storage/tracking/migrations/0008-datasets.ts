import type { Kysely } from 'kysely';

/** Datasets for evaluation, their records, and the experiments that they are used in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('datasets')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('schema', 'text')
    .addColumn('digest_ms', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_by', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('datasets_key', ['workspace_id', 'dataset_id'])
    .execute();
  await db.schema
    .createTable('dataset_tags')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_tags_key', ['workspace_id', 'dataset_id', 'key'])
    .execute();
  await db.schema
    .createTable('dataset_experiments')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('experiment_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_experiments_key', ['workspace_id', 'dataset_id', 'experiment_id'])
    .execute();
  await db.schema
    .createIndex('dataset_experiments_by_experiment')
    .on('dataset_experiments')
    .columns(['workspace_id', 'experiment_id'])
    .execute();
  await db.schema
    .createTable('dataset_records')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('dataset_id', 'text', (column) => column.notNull())
    .addColumn('record_id', 'text', (column) => column.notNull())
    .addColumn('input_hash', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('updated_by', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('dataset_records_key', ['workspace_id', 'dataset_id', 'record_id'])
    .addUniqueConstraint('dataset_records_inputs', ['workspace_id', 'dataset_id', 'input_hash'])
    .execute();
  await db.schema
    .createIndex('dataset_records_by_age')
    .on('dataset_records')
    .columns(['workspace_id', 'dataset_id', 'created_ms', 'record_id'])
    .execute();
}
