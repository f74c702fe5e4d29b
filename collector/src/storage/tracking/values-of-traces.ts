import { inParts } from './in-parts.ts';
import type { TrackingQueries } from './tracking-database.ts';

/** Of each trace that has any, its values by key. */
export type ValuesOfTraces = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** What one of the tables of keys and values has of these traces. */
export async function valuesOfTraces(
  db: TrackingQueries,
  table: 'trace_tags' | 'trace_metadata',
  workspaceId: string,
  traceIds: readonly string[],
): Promise<ValuesOfTraces> {
  const values = new Map<string, Record<string, string>>();
  for (const ids of inParts(traceIds)) {
    const rows = await db
      .selectFrom(table)
      .select(['trace_id', 'key', 'value'])
      .where('workspace_id', '=', workspaceId)
      .where('trace_id', 'in', ids)
      .orderBy('key')
      .execute();
    for (const { trace_id, key, value } of rows) {
      // Keys come from outside: an object without a prototype has none that could be hit.
      const ofTrace = values.get(trace_id) ?? (Object.create(null) as Record<string, string>);
      ofTrace[key] = value;
      values.set(trace_id, ofTrace);
    }
  }
  return values;
}
