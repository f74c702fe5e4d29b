import { type Kysely, sql } from 'kysely';
import { clustered } from './clustered.ts';

/** A trace adds to every run that it belongs to. All traces are counted anew; what is no longer stored stays spent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('run_traces_by_run').execute();
  await db.schema.alterTable('run_traces').renameTo('run_traces_before').execute();
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
      .addPrimaryKeyConstraint('run_traces_of_runs_key', ['workspace_id', 'trace_id', 'run_id']),
  ).execute();
  await sql`insert into run_traces (workspace_id, trace_id, run_id, latency_ms, llm_calls, prompt_tokens,
      completion_tokens, cost_nano_usd, is_cost_partial)
    select workspace_id, trace_id, run_id, latency_ms, llm_calls, prompt_tokens, completion_tokens, cost_nano_usd,
      is_cost_partial from run_traces_before`.execute(db);
  await db.schema.dropTable('run_traces_before').execute();
  await db.schema.createIndex('run_traces_by_run').on('run_traces').columns(['workspace_id', 'run_id']).execute();
  await sql`delete from run_trace_cursors`.execute(db);
}
