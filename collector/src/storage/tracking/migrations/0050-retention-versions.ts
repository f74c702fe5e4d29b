import type { Kysely } from 'kysely';

/** When a rule of retention was changed, so that of two who change it the later one is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('experiment_retention')
    .addColumn('updated_ms', 'double precision', (column) => column.notNull().defaultTo(1))
    .execute();
}
