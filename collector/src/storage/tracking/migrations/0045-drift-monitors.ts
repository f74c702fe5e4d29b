import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** Monitors of drift, and what they have measured. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('drift_monitors')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('monitor_id', 'text', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('next_ms', 'double precision', (column) => column.notNull())
      .addColumn('created_ms', 'double precision', (column) => column.notNull())
      .addColumn('updated_ms', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('drift_monitors_key', ['workspace_id', 'monitor_id']),
  ).execute();
  await clustered(
    db,
    db.schema
      .createTable('drift_readings')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('monitor_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'double precision', (column) => column.notNull())
      .addColumn('reading', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('drift_readings_key', ['workspace_id', 'monitor_id', 'at_ms']),
  ).execute();
}
