import { type Kysely, sql } from 'kysely';

/** What is due is found without looking at what was told long ago, and so is what is too old to be kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index alert_events_waiting on alert_events (next_ms) where delivery = 'waiting'`.execute(db);
  await db.schema.createIndex('alert_events_by_time').on('alert_events').columns(['workspace_id', 'at_ms']).execute();
  await db.schema
    .createIndex('online_results_by_time')
    .on('online_results')
    .columns(['workspace_id', 'at_ms'])
    .execute();
}
