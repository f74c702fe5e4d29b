import type { Kysely } from 'kysely';

/** What MLflow's clients say about a whole trace, and the runs that traces belong to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('trace_infos')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('experiment_id', 'text', (column) => column.notNull())
    .addColumn('request_ms', 'bigint', (column) => column.notNull())
    .addColumn('duration_ms', 'bigint')
    .addColumn('state', 'text')
    .addColumn('client_request_id', 'text')
    .addColumn('request_preview', 'text')
    .addColumn('response_preview', 'text')
    .addColumn('has_spans', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('trace_infos_key', ['workspace_id', 'trace_id'])
    .execute();
  await db.schema
    .createIndex('trace_infos_by_client_request')
    .on('trace_infos')
    .columns(['workspace_id', 'client_request_id'])
    .execute();
  await db.schema
    .createIndex('trace_infos_by_state')
    .on('trace_infos')
    .columns(['workspace_id', 'has_spans', 'state'])
    .execute();
  await db.schema
    .createTable('trace_metadata')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('trace_metadata_primary', ['workspace_id', 'trace_id', 'key'])
    .execute();
  await db.schema.createIndex('trace_metadata_by_key').on('trace_metadata').columns(['workspace_id', 'key']).execute();
  await db.schema
    .createTable('trace_runs')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('trace_runs_key', ['workspace_id', 'run_id', 'trace_id'])
    .execute();
  await db.schema.createIndex('trace_runs_by_trace').on('trace_runs').columns(['workspace_id', 'trace_id']).execute();
}
