import type { Kysely } from 'kysely';

/** An entry of the audit log may stand for many acts that were alike. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('audit_entries')
    .addColumn('count', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute();
}
