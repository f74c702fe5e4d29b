import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** What each trace adds to the run that it belongs to, and how far the traces have been followed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('run_traces')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('latency_ms', 'double precision')
      .addColumn('llm_calls', 'double precision', (column) => column.notNull())
      .addColumn('prompt_tokens', 'double precision')
      .addColumn('completion_tokens', 'double precision')
      .addColumn('cost_nano_usd', 'double precision')
      .addColumn('is_cost_partial', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_traces_key', ['workspace_id', 'trace_id']),
  ).execute();
  await db.schema.createIndex('run_traces_by_run').on('run_traces').columns(['workspace_id', 'run_id']).execute();
  await clustered(
    db,
    db.schema
      .createTable('run_trace_cursors')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('change', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_trace_cursors_key', ['workspace_id']),
  ).execute();
}
