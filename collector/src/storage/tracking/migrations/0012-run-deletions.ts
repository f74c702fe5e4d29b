import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** Runs that were taken out for good, so that somebody who misses one is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('run_deletions')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('experiment', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('start_ms', 'double precision', (column) => column.notNull())
      .addColumn('end_ms', 'double precision')
      .addColumn('deleted_ms', 'double precision', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('artifact_uris', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_deletions_key', ['workspace_id', 'run_id']),
  ).execute();
}
