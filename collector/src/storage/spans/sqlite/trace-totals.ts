import type { SQLInputValue } from 'node:sqlite';
import type { TraceTest } from '../../../filter/evaluate.ts';
import type { TracePage } from '../span-store.ts';
import type { MatchingRows } from './matching-rows.ts';
import { allOf, type FilterSql, type SqlCondition } from './sql-condition.ts';
import type { StatementCache } from './statement-cache.ts';
import type { TraceReader } from './trace-reader.ts';
import { readTraceRow } from './trace-table.ts';

/** How many of the newest traces are looked at to say how many match; beyond that the total is an estimate. */
const MAX_COUNTED = 5_000;
/** The same where the spans of each have to be read. */
const MAX_TESTED = 500;
/** How much of a page's time that may take; less where an index of texts has told most of it. */
const SAMPLE_SHARE = { unindexed: 1 / 2, indexed: 1 / 50 } as const;
/** However late it is, of many pages that share a thread. */
const LEAST_SHARE = 1 / 80;

/** A question about the traces of one workspace. */
export interface Asked {
  readonly range: SqlCondition;
  readonly rest: Pick<FilterSql, 'sql' | 'parameters' | 'isIndexed' | 'parts'>;
  readonly hasRange: boolean;
  /** All of the workspace, in no order that the database knows of: for who looks at most of the table anyway. */
  readonly everywhere: SqlCondition;
  readonly among: FilterSql['among'];
  /** Undefined where SQL alone says which traces match. */
  readonly test: TraceTest | undefined;
}

type Total = Pick<TracePage, 'total' | 'isTotalEstimate'>;

/** Says how many traces match: counted as far as that is quick, else estimated from the newest. */
export class TraceTotals {
  readonly #statements: StatementCache;
  readonly #rows: MatchingRows;
  readonly #readerOf: (workspaceId: string) => TraceReader;
  readonly #patienceMs: number;

  constructor(
    statements: StatementCache,
    rows: MatchingRows,
    readerOf: (workspaceId: string) => TraceReader,
    patienceMs: number,
  ) {
    this.#statements = statements;
    this.#rows = rows;
    this.#readerOf = readerOf;
    this.#patienceMs = patienceMs;
  }

  /**
   * @param found an estimate is never below that many
   * @param dueMs when the page is to be answered
   */
  total(asked: Asked, workspaceId: string, found: number, dueMs: number): Total {
    const { total, isTotalEstimate } = this.#total(asked, workspaceId, dueMs);
    return { total: isTotalEstimate ? Math.max(found, total) : total, isTotalEstimate };
  }

  #total(asked: Asked, workspaceId: string, dueMs: number): Total {
    const { range, rest, test } = asked;
    const all = (): number =>
      Number(this.#statements.get('SELECT trace_count FROM workspaces WHERE name = ?', [workspaceId])?.trace_count);
    const inRange = asked.hasRange
      ? this.#count(`SELECT count(*) AS count FROM traces WHERE ${range.sql}`, range.parameters)
      : all();
    if (asked.among?.isAll && !asked.hasRange) return { total: asked.among.traces.size, isTotalEstimate: false };
    if (rest.sql === '1') return { total: inRange, isTotalEstimate: false };
    if (rest.isIndexed) {
      const counts = (rest.parts ?? [rest]).map((part) => {
        const { sql, parameters } = allOf([range, part]);
        return this.#count(`SELECT count(*) AS count FROM traces WHERE ${sql}`, parameters);
      });
      return { total: counts.reduce((sum, count) => sum + count, 0), isTotalEstimate: false };
    }
    const counted = this.#count(
      `SELECT count(*) AS count FROM (SELECT * FROM traces WHERE ${range.sql} ORDER BY start_ns DESC, trace_id DESC LIMIT ?) AS traces WHERE ${rest.sql}`,
      [...range.parameters, MAX_COUNTED, ...rest.parameters],
    );
    const isPart = inRange > MAX_COUNTED;
    const candidates = isPart ? (counted / MAX_COUNTED) * inRange : counted;
    if (test === undefined) return { total: Math.round(candidates), isTotalEstimate: isPart };
    const { tested, passed, isWhole } = this.#sample(asked, test, workspaceId, dueMs);
    if (isWhole) return { total: passed, isTotalEstimate: false };
    return { total: Math.max(passed, Math.round((passed / tested) * candidates)), isTotalEstimate: true };
  }

  /** How many of the newest candidates pass. */
  #sample(
    asked: Asked,
    test: TraceTest,
    workspaceId: string,
    dueMs: number,
  ): { readonly tested: number; readonly passed: number; readonly isWhole: boolean } {
    const { among } = asked;
    const reader = this.#readerOf(workspaceId);
    const found = this.#rows.inOrder(asked, workspaceId, 'start', undefined, MAX_TESTED);
    const share = among === undefined ? SAMPLE_SHARE.unindexed : SAMPLE_SHARE.indexed;
    const nowMs = performance.now();
    const untilMs = Math.min(nowMs + this.#patienceMs * share, Math.max(dueMs, nowMs + this.#patienceMs * LEAST_SHARE));
    let tested = 0;
    let passed = 0;
    for (const row of found) {
      if (test(reader.subject(Number(row.id), readTraceRow(row)))) passed++;
      tested++;
      if (performance.now() > untilMs) break;
    }
    return { tested, passed, isWhole: tested === found.length && found.length < MAX_TESTED };
  }

  #count(sql: string, parameters: readonly SQLInputValue[]): number {
    return Number(this.#statements.get(sql, parameters)?.count);
  }
}
