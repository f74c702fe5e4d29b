import type { OldestQuery } from '../../span-retention.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';

/** Ids of traces, the earliest start first. */
export async function oldestTraces(
  database: ClickHouseDatabase,
  { workspaceId, endedBefore, limit }: OldestQuery,
): Promise<readonly string[]> {
  const isOld = endedBefore === undefined ? '' : ' AND end_ns < {before:UInt64}';
  const reader = await database.read(
    `SELECT trace_id FROM traces FINAL WHERE workspace = {workspace:String}${isOld} ` +
      'ORDER BY start_ns, trace_id LIMIT {limit:UInt32}',
    { workspace: workspaceId, limit, ...(endedBefore !== undefined && { before: endedBefore }) },
  );
  return reader.all((from) => from.id(16));
}
