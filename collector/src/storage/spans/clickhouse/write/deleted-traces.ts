import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { idSet } from '../id-set.ts';
import { RowWriter } from '../row-binary/row-writer.ts';

/** By the server's clock: longer than any append takes that had seen a trace before it was taken out. */
const LATELY = 'received > now() - INTERVAL 10 MINUTE';

/** The columns of `deleted_traces`, in the order in which rows are written. */
export const DELETED_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'workspace', type: 'LowCardinality(String)' },
  { name: 'trace_id', type: 'FixedString(16) CODEC(NONE)' },
];

/** Tells those who write at the same time that traces have been taken out. */
export async function noteDeleted(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: Iterable<string>,
): Promise<void> {
  const rows = new RowWriter();
  for (const traceId of traceIds) {
    rows.text(workspaceId);
    rows.id(traceId, 16);
  }
  const columns = DELETED_COLUMNS.map(({ name }) => name);
  await database.insert({ table: 'deleted_traces', columns, rows: rows.finish(), token: randomUUID() });
}

/** Which of these traces were taken out in the last minutes; most of the time none were at all. */
export async function deletedLately(
  database: ClickHouseDatabase,
  workspaceId: string,
  traceIds: Iterable<string>,
): Promise<readonly string[]> {
  const ofWorkspace = `FROM deleted_traces WHERE workspace = {workspace:String} AND ${LATELY}`;
  const params = { workspace: workspaceId };
  const any = await database.rows(`SELECT 1 ${ofWorkspace} LIMIT 1`, params);
  if (any.length === 0) return [];
  const reader = await database.read(
    `SELECT DISTINCT trace_id ${ofWorkspace} AND trace_id IN ${idSet(traceIds, 16)}`,
    params,
  );
  return reader.all((from) => from.id(16));
}
