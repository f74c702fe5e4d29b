import type { Kysely } from 'kysely';

/** What collectors on the same database have let through lately, so that limits hold for all of them together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('shared_counts')
    .addColumn('collector_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('total', 'double precision', (column) => column.notNull())
    .addColumn('added', 'double precision', (column) => column.notNull())
    .addColumn('changed_ms', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('shared_counts_key', ['collector_id', 'key'])
    .execute();
  await db.schema.createIndex('shared_counts_by_time').on('shared_counts').column('changed_ms').execute();
}
