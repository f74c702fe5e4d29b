import type { Kysely } from 'kysely';

/** What scorers could not say of a trace goes with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['online_results', 'online_waiting'] as const) {
    await db.schema.createIndex(`${table}_by_trace`).on(table).columns(['workspace_id', 'trace_id']).execute();
  }
}
