import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** What was deleted for the sake of somebody's privacy, and what is to go that arrives afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('erasures')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('subject_kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('is_dry_run', 'integer', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('requested_ms', 'double precision', (column) => column.notNull())
    .addColumn('finished_ms', 'double precision')
    .addColumn('watched_until_ms', 'double precision')
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('erasures_key', ['workspace_id', 'id'])
    .execute();
  await clustered(
    db,
    db.schema
      .createTable('erased_traces')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('trace_id', 'text', (column) => column.notNull())
      .addColumn('erasure_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('erased_traces_key', ['workspace_id', 'trace_id']),
  ).execute();
  await db.schema
    .createTable('erasure_cursors')
    .addColumn('workspace_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('cursor', 'double precision', (column) => column.notNull())
    .execute();
}
