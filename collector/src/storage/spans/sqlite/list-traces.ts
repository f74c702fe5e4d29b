import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { TracePage, TraceQuery } from '../span-store.ts';
import { StatementCache } from './statement-cache.ts';
import { afterSql, allOf, type FilterSql, filterSql } from './trace-filter-sql.ts';
import { readTraceRow, TRACE_COLUMNS } from './trace-table.ts';

/** How many of the newest traces are looked at to say how many match; beyond that the total is an estimate. */
const MAX_COUNTED = 20_000;

const ORDER = 'ORDER BY start_ns DESC, trace_id DESC';

/** Answers lists from the table of traces alone. */
export class TraceList {
  readonly #statements: StatementCache;

  constructor(db: DatabaseSync) {
    this.#statements = new StatementCache(db);
  }

  list(query: TraceQuery): TracePage {
    const workspace = this.#statements.get('SELECT id, trace_count FROM workspaces WHERE name = ?', [
      query.workspaceId,
    ]);
    if (workspace === undefined) return { rows: [], hasMore: false, total: 0, isTotalEstimate: false };
    const filter = filterSql(Number(workspace.id), query.filter);
    const { sql, parameters } = allOf([
      filter.range,
      ...(filter.rest === undefined ? [] : [filter.rest]),
      ...(query.after === undefined ? [] : [afterSql(query.after)]),
    ]);
    const rows = this.#statements
      .all(`SELECT ${TRACE_COLUMNS} FROM traces WHERE ${sql} ${ORDER} LIMIT ?`, [...parameters, query.limit + 1])
      .map(readTraceRow);
    return {
      rows: rows.slice(0, query.limit),
      hasMore: rows.length > query.limit,
      ...this.#total(query, filter, Number(workspace.trace_count)),
    };
  }

  #total(query: TraceQuery, { range, rest }: FilterSql, all: number): Pick<TracePage, 'total' | 'isTotalEstimate'> {
    const hasRange = query.filter.conditions.some((condition) => condition.field === 'start_ns');
    const inRange = hasRange
      ? this.#count(`SELECT count(*) AS count FROM traces WHERE ${range.sql}`, range.parameters)
      : all;
    if (rest === undefined) return { total: inRange, isTotalEstimate: false };
    const matching = this.#count(
      `SELECT count(*) AS count FROM (SELECT * FROM traces WHERE ${range.sql} ${ORDER} LIMIT ?) WHERE ${rest.sql}`,
      [...range.parameters, MAX_COUNTED, ...rest.parameters],
    );
    if (inRange <= MAX_COUNTED) return { total: matching, isTotalEstimate: false };
    return { total: Math.round((matching / MAX_COUNTED) * inRange), isTotalEstimate: true };
  }

  #count(sql: string, parameters: readonly SQLInputValue[]): number {
    return Number(this.#statements.get(sql, parameters)?.count);
  }
}
