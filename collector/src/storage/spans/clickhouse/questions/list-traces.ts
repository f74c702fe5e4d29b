import { setImmediate } from 'node:timers/promises';
import type { TraceOrder } from '@tracewright/schema';
import type { TraceTest } from '../../../../filter/evaluate.ts';
import type { TraceSubject } from '../../../../filter/subject.ts';
import type { TracesAsked } from '../../questions/span-questions.ts';
import type { TraceKey, TracePage, TraceQuery, TraceRow } from '../../span-store.ts';
import { placeOf } from '../../trace-order.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { ORDER_SQL } from '../filter/trace-fields.ts';
import { readTraceRow, TRACE_SELECT } from '../trace-rows.ts';
import { SubjectReader } from './subject-reader.ts';
import { type SqlAsked, tracesAsked } from './traces-asked.ts';

/** Traces whose spans are read at once, doubling from the first to the second. */
const READ_ROWS = { first: 64, most: 1_024 } as const;
/** Of so many of the newest candidates the spans are looked at to say how many match. */
const MAX_TESTED = 500;
/** How long a page may look through spans for more, ms. */
export const PATIENCE_MS = 1_000;

/** Finds traces by a filter: by SQL as far as it goes, then by their spans. */
export class TraceList {
  readonly #database: ClickHouseDatabase;
  readonly #patienceMs: number;

  constructor(database: ClickHouseDatabase, patienceMs: number) {
    this.#database = database;
    this.#patienceMs = patienceMs;
  }

  async list(query: TraceQuery): Promise<TracePage> {
    const asked = tracesAsked(query);
    if (asked.test !== undefined) return this.#search(query, asked);
    const [rows, total] = await Promise.all([
      this.#rows(asked, { ...query, limit: query.limit + 1 }),
      this.#count(asked),
    ]);
    return {
      rows: rows.slice(0, query.limit),
      hasMore: rows.length > query.limit,
      total,
      isTotalEstimate: false,
    };
  }

  /**
   * Shows traces that match, those that stand first in the list first, until `visit` says that it is enough.
   *
   * @param test what those have to pass that SQL finds
   * @returns where it stopped for want of time; undefined at the end, or where it was enough
   */
  async search(
    query: TracesAsked & Pick<TraceQuery, 'order' | 'after'>,
    test: TraceTest | undefined,
    patienceMs: number,
    visit: (trace: TraceSubject) => boolean,
  ): Promise<TraceKey | undefined> {
    const untilMs = performance.now() + patienceMs;
    const { order = 'start' } = query;
    const reader = new SubjectReader(this.#database, query.workspaceId, query.filter);
    let { after } = query;
    for (let limit: number = READ_ROWS.first; ; limit = Math.min(READ_ROWS.most, limit * 2)) {
      const rows = await this.#rows(tracesAsked(query), { order, limit, ...(after && { after }) });
      for (const trace of await reader.read(rows)) {
        if ((test === undefined || test(trace)) && !visit(trace)) return undefined;
      }
      if (rows.length < limit) return undefined;
      // What has been read is looked at to its end: reading is what takes the time.
      after = placeOf(rows.at(-1)!, order);
      if (performance.now() > untilMs) return after;
      // Others come to their turn.
      await setImmediate();
    }
  }

  async #search(query: TraceQuery, asked: SqlAsked): Promise<TracePage> {
    const rows: TraceRow[] = [];
    const searchedTo = await this.search(query, asked.test, this.#patienceMs, ({ row }) => {
      rows.push(row);
      return rows.length <= query.limit;
    });
    const isWhole = query.after === undefined && searchedTo === undefined && rows.length <= query.limit;
    return {
      rows: rows.slice(0, query.limit),
      hasMore: rows.length > query.limit || searchedTo !== undefined,
      ...(searchedTo !== undefined && rows.length <= query.limit && { searchedTo }),
      ...(isWhole ? { total: rows.length, isTotalEstimate: false } : await this.#estimate(query, asked, rows.length)),
    };
  }

  /** How many match, told by the newest candidates where they are many. */
  async #estimate(
    query: TraceQuery,
    asked: SqlAsked,
    found: number,
  ): Promise<Pick<TracePage, 'total' | 'isTotalEstimate'>> {
    const reader = new SubjectReader(this.#database, query.workspaceId, query.filter);
    const [candidates, rows] = await Promise.all([
      this.#count(tracesAsked(query)),
      this.#rows(tracesAsked(query), { limit: MAX_TESTED }),
    ]);
    const untilMs = performance.now() + this.#patienceMs / 2;
    let tested = 0;
    let passed = 0;
    while (tested < rows.length && performance.now() < untilMs) {
      const next = rows.slice(tested, tested + READ_ROWS.first);
      for (const trace of await reader.read(next)) if (asked.test?.(trace) !== false) passed++;
      tested += next.length;
    }
    if (tested === rows.length && rows.length < MAX_TESTED) return { total: passed, isTotalEstimate: false };
    const share = tested === 0 ? 1 : passed / tested;
    return { total: Math.max(found, passed, Math.round(share * candidates)), isTotalEstimate: true };
  }

  async #count({ where, params }: SqlAsked): Promise<number> {
    const rows = await this.#database.read(`SELECT count() FROM traces FINAL WHERE ${where}`, params.values);
    return Number(rows.uint64());
  }

  async #rows(
    { where, params }: SqlAsked,
    { order = 'start', after, limit }: Pick<TraceQuery, 'order' | 'after' | 'limit'>,
  ): Promise<TraceRow[]> {
    const place = placeSql(order);
    const rest = after === undefined ? '' : ` AND (${place.join(', ')}) < (${placeOfKey(after, order, params)})`;
    const by = place.map((sql) => `${sql} DESC`).join(', ');
    // Sorted by a few columns; all of them are read of those alone that the page has.
    const found = `SELECT trace_id FROM traces FINAL WHERE ${where}${rest} ORDER BY ${by} LIMIT ${limit}`;
    const rows = await this.#database.read(
      `SELECT ${TRACE_SELECT} FROM traces FINAL WHERE ${params.workspace} AND trace_id IN (${found}) ORDER BY ${by}`,
      params.values,
    );
    return rows.all(readTraceRow);
  }
}

/** What decides on the place of a trace in a list, the most important first; all descending. */
function placeSql(order: TraceOrder): readonly string[] {
  return [...(order === 'start' ? [] : [ORDER_SQL[order]]), 'start_ns', 'trace_id'];
}

function placeOfKey({ value, startNs, traceId }: TraceKey, order: TraceOrder, params: SqlParams): string {
  const place = [params.uint64(startNs), `toFixedString(unhex(${params.text(traceId)}), 16)`];
  return [...(order === 'start' ? [] : [params.int64(value ?? -1)]), ...place].join(', ');
}
