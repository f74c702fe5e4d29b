import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { activeParts } from '../schema/table-engine.ts';

interface TableSize {
  readonly name: string;
  readonly bytes: string;
  readonly rows: string;
  /** Whether rows are marked as deleted that merges have not taken out yet. */
  readonly hasDeleted: number;
}

/**
 * Bytes that the tables of a database take, of one replica. Those of deleted rows that no merge has taken out yet are
 * left out, as many as is their share of the rows.
 */
export async function storedBytes(database: ClickHouseDatabase): Promise<number> {
  const tables = await database.rows<TableSize>(
    'SELECT table AS name, sum(bytes_on_disk) AS bytes, sum(rows) AS rows, max(has_lightweight_delete) AS hasDeleted ' +
      `FROM ${activeParts(database.location)} GROUP BY table`,
  );
  let bytes = 0;
  for (const { name, bytes: all, rows, hasDeleted } of tables) {
    const living = hasDeleted ? await countRows(database, name) : Number(rows);
    bytes += Number(rows) === 0 ? 0 : (Number(all) * living) / Number(rows);
  }
  return Math.round(bytes);
}

async function countRows(database: ClickHouseDatabase, table: string): Promise<number> {
  const [row] = await database.rows<{ readonly count: string }>(
    `SELECT count() AS count FROM ${table.replace(/_local$/, '')}`,
  );
  return Number(row?.count ?? 0);
}
