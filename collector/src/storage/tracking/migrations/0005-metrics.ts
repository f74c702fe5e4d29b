import { type Kysely, SqliteAdapter, sql } from 'kysely';
import { clustered } from './clustered.ts';

/** Metrics: batches as they arrived, points by run and key, and the latest value of each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  const bytes = isSqlite ? 'blob' : 'bytea';
  await db.schema
    .createTable('metric_batches')
    .addColumn('id', isSqlite ? 'integer' : 'bigserial', (column) =>
      isSqlite ? column.primaryKey().autoIncrement() : column.primaryKey(),
    )
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('points', bytes, (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('metric_batches_by_run')
    .on('metric_batches')
    .columns(['workspace_id', 'run_id'])
    .execute();
  await db.schema
    .createTable('metric_chunks')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('points', bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('metric_chunks_key', ['workspace_id', 'run_id', 'key', 'number'])
    .execute();
  await clustered(
    db,
    db.schema
      .createTable('latest_metrics')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('experiment', 'integer', (column) => column.notNull())
      .addColumn('value', 'double precision')
      .addColumn('timestamp_ms', 'double precision', (column) => column.notNull())
      .addColumn('step', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('latest_metrics_key', ['workspace_id', 'run_id', 'key']),
  ).execute();
  await sql`create index latest_metrics_by_value on latest_metrics (workspace_id, experiment, key, value)`.execute(db);
}
