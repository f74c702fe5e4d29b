import type { DatabaseSync } from 'node:sqlite';
import type { StoreQuality } from '../store-quality.ts';
import { ArrivalCounts } from './arrival-counts.ts';
import type { TextIndex } from './text/text-index.ts';
import { PROBLEM_SQL } from './trace-table.ts';

const NOTHING: StoreQuality = {
  traceCount: 0,
  spanCount: 0,
  unended: 0,
  orphaned: 0,
  unpriced: 0,
  estimated: 0,
  skewed: 0,
  truncated: 0,
  areSpansRead: true,
  duplicated: 0,
  dropped: 0,
};

/** Counts what is missing or odd: of traces in their table, of spans what was noted when their texts were read. */
export function readQuality(db: DatabaseSync, texts: TextIndex, workspaceId: string): StoreQuality {
  const workspace = Number(db.prepare('SELECT id FROM workspaces WHERE name = ?').get(workspaceId)?.id ?? 0);
  if (workspace === 0) return NOTHING;
  const count = (problem: string): string => `coalesce(sum(${PROBLEM_SQL[problem]}), 0) AS ${problem}`;
  const traces = db
    .prepare(
      'SELECT count(*) AS traceCount, coalesce(sum(span_count), 0) AS spanCount,' +
        ` ${Object.keys(PROBLEM_SQL).map(count).join(', ')} FROM traces WHERE workspace = ?`,
    )
    .get(workspace) as unknown as Pick<
    StoreQuality,
    'traceCount' | 'spanCount' | 'unended' | 'orphaned' | 'unpriced' | 'estimated'
  >;
  const arrivals = new ArrivalCounts(db);
  return {
    ...traces,
    ...texts.noted(workspaceId),
    duplicated: arrivals.get(workspace, 'duplicated'),
    dropped: arrivals.get(workspace, 'dropped'),
  };
}
