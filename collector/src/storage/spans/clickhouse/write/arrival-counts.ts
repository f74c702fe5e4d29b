import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { RowWriter } from '../row-binary/row-writer.ts';

/** `duplicated`: spans that came once more; `dropped`: spans that senders did not send. */
export type ArrivalCount = 'duplicated' | 'dropped';

/** Counts what leaves no trace among the spans. */
export async function addCount(
  database: ClickHouseDatabase,
  workspaceId: string,
  name: ArrivalCount,
  count: number,
): Promise<void> {
  if (count === 0) return;
  const row = new RowWriter();
  row.text(workspaceId);
  row.text(name);
  row.int64(count);
  const columns = ['workspace', 'name', 'count'];
  await database.insert({ table: 'arrival_counts', columns, rows: row.finish(), token: randomUUID() });
}
