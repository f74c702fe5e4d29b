import type { Kysely } from 'kysely';

/** When feedback was last edited, and an index to find what is known under a name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('feedback')
    .addColumn('updated_ns', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  const tables = db.withTables<{ feedback: { created_ns: string; updated_ns: string } }>();
  await tables
    .updateTable('feedback')
    .set((of) => ({ updated_ns: of.ref('created_ns') }))
    .execute();
  await db.schema.createIndex('feedback_by_name').on('feedback').columns(['workspace_id', 'name']).execute();
  await db.schema.createIndex('trace_tags_by_key').on('trace_tags').columns(['workspace_id', 'key']).execute();
}
