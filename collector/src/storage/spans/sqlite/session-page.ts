import type { SessionKey } from '../questions/session-key.ts';
import type { SessionPage } from '../questions/span-questions.ts';
import { allOf, type SqlCondition } from './sql-condition.ts';
import type { StatementCache } from './statement-cache.ts';
import { timeKey } from './trace-table.ts';

/**
 * Which sessions come next among all that these traces belong to, without reading more of the traces than that takes.
 *
 * @param parts of the traces, none of which is in two of them.
 */
export function sessionPage(
  statements: StatementCache,
  parts: readonly SqlCondition[],
  limit: number,
  after: SessionKey | undefined,
): SessionPage {
  const found = parts.map((part) => allOf([part, { sql: "session_id <> ''", parameters: [] }]));
  const traces = found.map(({ sql }) => `SELECT session_id, end_ns FROM traces WHERE ${sql}`).join(' UNION ALL ');
  const parameters = found.flatMap((part) => part.parameters);
  const lastKey = after === undefined ? undefined : timeKey(after.lastNs);
  const isNext = lastKey === undefined ? '1' : 'last < ? OR (last = ? AND id > ?)';
  const [all, ...next] = statements.all(
    `WITH sessions AS MATERIALIZED (
       SELECT session_id AS id, max(end_ns) AS last FROM (${traces}) GROUP BY session_id)
     SELECT '' AS id, count(*) AS total FROM sessions
     UNION ALL
     SELECT id, 0 FROM (SELECT id FROM sessions WHERE ${isNext} ORDER BY last DESC, id LIMIT ?)`,
    [...parameters, ...(lastKey === undefined ? [] : [lastKey, lastKey, after!.sessionId]), limit + 1],
  );
  return {
    sessionIds: next.slice(0, limit).map(({ id }) => String(id)),
    hasMore: next.length > limit,
    total: Number(all?.total),
  };
}
