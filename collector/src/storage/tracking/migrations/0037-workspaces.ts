import type { Kysely } from 'kysely';

/** Workspaces that were made, beside the one that was there before there were any. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workspaces')
    .addColumn('workspace_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'double precision', (column) => column.notNull())
    .addColumn('updated_ms', 'double precision', (column) => column.notNull())
    .execute();
  await db
    .withTables<{ workspaces: Record<string, string | number> }>()
    .insertInto('workspaces')
    .values({
      ...{ workspace_id: 'default', name: 'Default', description: '', state: 'active' },
      // It has always been there.
      ...{ created_ms: 0, updated_ms: 0 },
    })
    .execute();
}
