import type { Kysely } from 'kysely';

/** Tags of experiments, and where their artifacts go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('experiments')
    .addColumn('artifact_location', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('experiment_tags')
    .addColumn('workspace_id', 'text', (column) => column.notNull())
    .addColumn('experiment', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('experiment_tags_key', ['workspace_id', 'experiment', 'key'])
    .execute();
}
