import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { TraceOrder } from '@tracewright/schema';
import type { LightField, LightRow } from '../questions/light-row.ts';
import type { SessionKey } from '../questions/session-key.ts';
import type { SessionPage } from '../questions/span-questions.ts';
import type { TraceKey } from '../span-store.ts';
import { keptPage } from './kept-page.ts';
import { keptSessions } from './kept-sessions.ts';
import { type KeptOrder, type KeptTrace, KeptTraces } from './kept-traces.ts';
import { lightRows } from './light-rows.ts';
import { sessionPage } from './session-page.ts';
import { allOf, type SqlCondition } from './sql-condition.ts';
import type { StatementCache } from './statement-cache.ts';
import { afterSql, ORDER_SQL } from './trace-order-sql.ts';
import { TRACE_COLUMNS } from './trace-table.ts';
import type { Asked } from './trace-totals.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Rows of the table of traces that SQL says match: out of memory where that is worth it, else out of the file. */
export class MatchingRows {
  readonly #statements: StatementCache;
  readonly #kept: KeptTraces;

  constructor(db: DatabaseSync, statements: StatementCache) {
    this.#statements = statements;
    this.#kept = new KeptTraces(db);
  }

  /** All of them in any order, with these fields at least. */
  light(asked: Asked, workspaceId: string, fields: readonly LightField[]): Iterable<LightRow> {
    const kept = this.#keptOf(asked, workspaceId);
    if (kept !== undefined) return kept;
    const [some, ...others] = partsOf(asked).map((rest) => lightRows(this.#statements, { ...asked, rest }, fields));
    return others.length === 0 ? some! : oneAfterTheOther([some!, ...others]);
  }

  /** Which of their sessions come next. */
  sessions(asked: Asked, workspaceId: string, limit: number, after: SessionKey | undefined): SessionPage {
    const kept = this.#keptOf(asked, workspaceId);
    if (kept !== undefined) return keptSessions(kept, limit, after);
    const all = asked.hasRange ? asked.range : asked.everywhere;
    const parts = partsOf(asked).map((part) => allOf([all, part]));
    return sessionPage(this.#statements, parts, limit, after);
  }

  /** The next rows of those that may match, of which the spans may have to tell the rest. */
  inOrder(
    asked: Asked,
    workspaceId: string,
    order: TraceOrder,
    after: TraceKey | undefined,
    limit: number,
  ): readonly Row[] {
    const kept = order === 'start' ? undefined : this.#keptOf(asked, workspaceId);
    if (kept !== undefined) {
      const numbers = keptPage(kept, order as KeptOrder, after, limit).map(({ number }) => number);
      const rows = this.#statements.all(
        `SELECT id, ${TRACE_COLUMNS}, ${ORDER_SQL[order]} AS value FROM traces` +
          ' WHERE id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(numbers)],
      );
      const byNumber = new Map(rows.map((row) => [Number(row.id), row]));
      return numbers.map((number) => byNumber.get(number)!);
    }
    if (order !== 'start' || asked.rest.parts === undefined) return this.#page(asked, asked.rest, order, after, limit);
    const [some, others] = asked.rest.parts.map((part) => this.#page(asked, part, order, after, limit));
    return merged(some!, others!, limit);
  }

  #page(
    { range }: Asked,
    rest: SqlCondition,
    order: TraceOrder,
    after: TraceKey | undefined,
    limit: number,
  ): readonly Row[] {
    const by = order === 'start' ? '' : `${ORDER_SQL[order]} DESC, `;
    const { sql, parameters } = allOf([range, rest, ...(after === undefined ? [] : [afterSql(after, order)])]);
    return this.#statements.all(
      `SELECT id, ${TRACE_COLUMNS}, ${order === 'start' ? 0 : ORDER_SQL[order]} AS value` +
        ` FROM traces WHERE ${sql} ORDER BY ${by}start_ns DESC, trace_id DESC LIMIT ?`,
      [...parameters, limit],
    );
  }

  /** The traces that SQL says match, in no order, where those in memory are worth it; undefined where they are not. */
  #keptOf({ rest, everywhere, hasRange }: Asked, workspaceId: string): Iterable<KeptTrace> | undefined {
    // A range leaves most out: then its index is faster.
    const kept = hasRange ? undefined : this.#kept.of(workspaceId);
    if (kept === undefined) return undefined;
    if (rest.sql === '1') return kept.values();
    const { sql, parameters } = allOf([everywhere, rest]);
    const numbers = this.#statements.arrays(`SELECT id FROM traces WHERE ${sql}`, parameters);
    return numbers.flatMap(([number]) => kept.get(number as number) ?? []);
  }
}

function* oneAfterTheOther<T>(parts: readonly Iterable<T>[]): Generator<T> {
  for (const part of parts) yield* part;
}

/** Where a range is asked for, each of the two parts has an index that knows it. */
function partsOf({ rest, hasRange }: Asked): readonly SqlCondition[] {
  return hasRange && rest.parts !== undefined ? rest.parts : [rest];
}

/** The first of both, each of which is in the order of the start. */
function merged(some: readonly Row[], others: readonly Row[], limit: number): readonly Row[] {
  if (others.length === 0) return some;
  const rows: Row[] = [];
  for (let at = 0, other = 0; rows.length < limit; ) {
    const [left, right] = [some[at], others[other]];
    if (left === undefined && right === undefined) break;
    if (right === undefined || (left !== undefined && isNewer(left, right))) {
      rows.push(left!);
      at++;
    } else {
      rows.push(right);
      other++;
    }
  }
  return rows;
}

function isNewer(left: Row, right: Row): boolean {
  const [leftNs, rightNs] = [left.start_ns as bigint, right.start_ns as bigint];
  if (leftNs !== rightNs) return leftNs > rightNs;
  return Buffer.compare(left.trace_id as Uint8Array, right.trace_id as Uint8Array) > 0;
}
