import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** What users may do in which workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('memberships')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('memberships_key', ['workspace_id', 'user_id']),
  ).execute();
  // Asked for each user that signs in.
  await db.schema.createIndex('memberships_of_user').on('memberships').columns(['user_id', 'workspace_id']).execute();
}
