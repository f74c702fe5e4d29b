import type { DatabaseSync } from 'node:sqlite';
import type { OldestQuery } from '../span-retention.ts';
import { readId } from './chunk/id-bytes.ts';
import type { StatementCache } from './statement-cache.ts';
import { timeKey } from './trace-table.ts';

const WORKSPACE = 'workspace = (SELECT id FROM workspaces WHERE name = ?)';
const ORDER = 'ORDER BY start_ns, trace_id LIMIT ?';

/** Ids of traces in the order of their start: the index by start, read from its end. */
export function oldestTraces(statements: StatementCache, query: OldestQuery): readonly string[] {
  const { workspaceId, endedBefore, limit } = query;
  const rows =
    endedBefore === undefined
      ? statements.all(`SELECT trace_id FROM traces WHERE ${WORKSPACE} ${ORDER}`, [workspaceId, limit])
      : // Whatever ended before has started before: that is where the index may stop.
        statements.all(`SELECT trace_id FROM traces WHERE ${WORKSPACE} AND start_ns < ?2 AND end_ns < ?2 ${ORDER}`, [
          workspaceId,
          timeKey(endedBefore),
          limit,
        ]);
  return rows.map((row) => readId(row.trace_id as Uint8Array, 0, 16));
}

/** Bytes of the pages that something is in. */
export function usedBytes(db: DatabaseSync): number {
  const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
    Number(db.prepare(`PRAGMA ${name}`).get()?.[name]),
  );
  return (pages! - free!) * size!;
}
