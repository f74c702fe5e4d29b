import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** What single users may do with single experiments and registered models, beside what their role says. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('permissions')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('resource', 'text', (column) => column.notNull())
      .addColumn('permission', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('permissions_key', ['workspace_id', 'user_id', 'kind', 'resource']),
  ).execute();
  // A thing that is deleted or renamed takes all its permissions along.
  await db.schema
    .createIndex('permissions_of_resource')
    .on('permissions')
    .columns(['workspace_id', 'kind', 'resource'])
    .execute();
}
