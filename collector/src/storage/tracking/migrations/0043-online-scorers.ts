import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** Scorers that run on traces as they come in: what they are, what waits, what came of it and what it used. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('online_scorers')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('scorer_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('paused_reason', 'text')
      .addColumn('failures_in_row', 'integer', (column) => column.notNull())
      .addColumn('created_ms', 'double precision', (column) => column.notNull())
      .addColumn('updated_ms', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('online_scorers_key', ['workspace_id', 'scorer_id']),
  ).execute();
  await clustered(
    db,
    db.schema
      .createTable('online_cursors')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('change', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('online_cursors_key', ['workspace_id']),
  ).execute();
  await clustered(
    db,
    db.schema
      .createTable('online_waiting')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('scorer_id', 'text', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('due_ms', 'double precision', (column) => column.notNull())
      .addColumn('since_ms', 'double precision', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('online_waiting_key', ['workspace_id', 'scorer_id', 'trace_id']),
  ).execute();
  await db.schema
    .createIndex('online_waiting_by_time')
    .on('online_waiting')
    .columns(['workspace_id', 'due_ms'])
    .execute();
  await clustered(
    db,
    db.schema
      .createTable('online_results')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('scorer_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('error_code', 'text')
      .addColumn('error_message', 'text')
      .addColumn('at_ms', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('online_results_key', ['workspace_id', 'scorer_id', 'version', 'trace_id']),
  ).execute();
  await db.schema
    .createIndex('online_results_by_outcome')
    .on('online_results')
    .columns(['workspace_id', 'scorer_id', 'outcome', 'at_ms'])
    .execute();
  await clustered(
    db,
    db.schema
      .createTable('online_days')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('scorer_id', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('scored', 'integer', (column) => column.notNull())
      .addColumn('errors', 'integer', (column) => column.notNull())
      .addColumn('over_budget', 'integer', (column) => column.notNull())
      .addColumn('calls', 'integer', (column) => column.notNull())
      .addColumn('tokens', 'double precision', (column) => column.notNull())
      .addColumn('cost_nano_usd', 'double precision', (column) => column.notNull())
      .addColumn('unpriced_calls', 'integer', (column) => column.notNull())
      .addColumn('numbers', 'integer', (column) => column.notNull())
      .addColumn('number_sum', 'double precision', (column) => column.notNull())
      .addColumn('judged', 'integer', (column) => column.notNull())
      .addColumn('passed', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('online_days_key', ['workspace_id', 'scorer_id', 'day']),
  ).execute();
  await clustered(
    db,
    db.schema
      .createTable('online_backfills')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('backfill_id', 'text', (column) => column.notNull())
      .addColumn('scorer_id', 'text', (column) => column.notNull())
      .addColumn('filter', 'text', (column) => column.notNull())
      .addColumn('from_ns', 'text', (column) => column.notNull())
      .addColumn('to_ns', 'text', (column) => column.notNull())
      .addColumn('after_start_ns', 'text')
      .addColumn('after_trace_id', 'text')
      .addPrimaryKeyConstraint('online_backfills_key', ['workspace_id', 'backfill_id']),
  ).execute();
}
