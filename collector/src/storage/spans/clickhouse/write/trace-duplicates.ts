import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { RowWriter } from '../row-binary/row-writer.ts';

/**
 * Adds to how many spans of each trace came once more. Rows of a trace add up, whichever collector wrote them; of two
 * that take the same span at the same time neither sees a copy.
 *
 * @param counts by trace
 */
export async function addDuplicates(
  database: ClickHouseDatabase,
  workspaceId: string,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  if (counts.size === 0) return;
  const rows = new RowWriter();
  for (const [traceId, count] of counts) {
    rows.text(workspaceId);
    rows.id(traceId, 16);
    rows.int64(count);
  }
  const columns = ['workspace', 'trace_id', 'count'];
  await database.insert({ table: 'trace_duplicates', columns, rows: rows.finish(), token: randomUUID() });
}

/** Those of some traces; what has none is left out. */
export async function duplicatesOf(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.read(
    'SELECT trace_id, toInt64(sum(count)) FROM trace_duplicates' +
      ` WHERE workspace = {workspace:String} AND trace_id IN ${idSet(traceIds, 16)} GROUP BY trace_id`,
    { workspace: workspaceId },
  );
  return new Map(rows.all((row) => [row.id(16), row.int64()]));
}
