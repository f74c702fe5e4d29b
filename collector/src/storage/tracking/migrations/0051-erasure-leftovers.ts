import type { Kysely } from 'kysely';

/** Runs of which nobody can know whether they tell of somebody who was erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('erasures')
    .addColumn('left_over', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
}
