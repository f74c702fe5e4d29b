import type { Kysely } from 'kysely';
import { clustered } from './clustered.ts';

/** Work that only one of several collectors does at a time: of the installation, not of a workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await clustered(
    db,
    db.schema
      .createTable('leases')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('term', 'bigint', (column) => column.notNull())
      .addColumn('expires_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('leases_key', ['name']),
  ).execute();
}
