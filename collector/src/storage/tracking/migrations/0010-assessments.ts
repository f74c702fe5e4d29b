import type { Kysely } from 'kysely';

/** Feedback becomes one kind of assessment beside expectations; any of them may override an earlier one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = db.schema.alterTable('feedback');
  await table.addColumn('kind', 'text', (column) => column.notNull().defaultTo('feedback')).execute();
  await table.addColumn('error', 'text').execute();
  await table.addColumn('metadata', 'text', (column) => column.notNull().defaultTo('{}')).execute();
  await table.addColumn('overrides', 'text').execute();
  await table.addColumn('is_valid', 'integer', (column) => column.notNull().defaultTo(1)).execute();
}
