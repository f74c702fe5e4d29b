import type { Kysely } from 'kysely';

/** Experiments, and what is added to traces. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('experiments')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('lifecycle', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('experiments_key', ['workspace_id', 'number'])
    .addUniqueConstraint('experiments_name', ['workspace_id', 'name'])
    .execute();
  await db.schema
    .createTable('trace_tags')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('trace_tags_key', ['workspace_id', 'trace_id', 'key'])
    .execute();
  await db.schema
    .createTable('feedback')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('span_id', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('rationale', 'text')
    .addColumn('source_type', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('created_ns', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('feedback_key', ['workspace_id', 'id'])
    .execute();
  await db.schema
    .createIndex('feedback_by_trace')
    .on('feedback')
    .columns(['workspace_id', 'trace_id', 'created_ns'])
    .execute();
  await db.schema
    .createTable('deletions')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('deleted_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('deletions_key', ['workspace_id', 'trace_id'])
    .execute();
}
