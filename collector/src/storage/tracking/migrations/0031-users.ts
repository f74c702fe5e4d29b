import type { Kysely } from 'kysely';

/** Who may sign in: of the installation, not of a workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('password', 'text')
    .addColumn('is_admin', 'integer', (column) => column.notNull())
    .addColumn('is_disabled', 'integer', (column) => column.notNull())
    .addColumn('issuer', 'text')
    .addColumn('issuer_subject', 'text')
    .addColumn('created_ms', 'double precision', (column) => column.notNull())
    .addColumn('last_sign_in_ms', 'double precision')
    .execute();
  await db.schema
    .createIndex('users_by_identity')
    .on('users')
    .columns(['issuer', 'issuer_subject'])
    .unique()
    .where('issuer' as never, 'is not', null)
    .execute();
}
