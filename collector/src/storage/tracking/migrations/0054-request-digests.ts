import type { Kysely } from 'kysely';

/** By which requests with the same key are told apart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('request_answers').addColumn('digest', 'text').execute();
}
