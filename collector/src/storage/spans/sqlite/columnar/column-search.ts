import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { spanTest } from '../../../../filter/evaluate.ts';
import type { Expression } from '../../../../filter/expression.ts';
import type { FilterSql } from '../sql-condition.ts';
import { StoreVersion } from '../store-version.ts';
import { TraceSet } from '../text/trace-set.ts';
import { setSql, type TraceSets } from '../trace-sets.ts';
import type { ChunkRows } from './chunk-rows.ts';
import { columnBound, columnFilter, needsWholeTraces } from './column-filter.ts';
import type { HotChunk } from './hot-chunk.ts';
import type { HotColumns } from './hot-columns.ts';
import { RowMarks } from './row-marks.ts';

const NONE: ReadonlySet<string> = new Set();
/** Sets that are kept from one turn of a question to the next. */
const MAX_SETS = 32;

/** Finds the traces that have a span of which something is true, by a look at whole columns. */
export class ColumnSearch {
  readonly #columns: HotColumns;
  readonly #sets: TraceSets;
  readonly #marks: RowMarks;
  readonly #numberOf: StatementSync;
  readonly #storeVersion: StoreVersion;
  readonly #found = new Map<
    Expression,
    { readonly workspaceId: string; readonly sql: FilterSql; readonly number: number }
  >();
  /** Numbers of the traces of a chunk, 0 where it is not known yet: alive in it, they do not change. */
  readonly #numbers = new WeakMap<HotChunk, Uint32Array>();
  #version = '';

  constructor(db: DatabaseSync, columns: HotColumns, sets: TraceSets) {
    this.#columns = columns;
    this.#sets = sets;
    this.#marks = new RowMarks(columns.spread);
    this.#numberOf = db.prepare(
      'SELECT id FROM traces WHERE workspace = (SELECT id FROM workspaces WHERE name = ?) AND trace_id = ?',
    );
    this.#storeVersion = new StoreVersion(db);
  }

  /** To be called first within each transaction: what was found in the one before may not hold any more. */
  begin(): void {
    const version = this.#storeVersion.now();
    if (version !== this.#version || this.#found.size > MAX_SETS) this.#forget();
    this.#version = version;
  }

  /** The traces with a span that passes, or that may; undefined where columns say nothing. */
  sql(workspaceId: string, filter: Expression): FilterSql | undefined {
    const known = this.#found.get(filter);
    if (known?.workspaceId === workspaceId) return known.sql;
    const found = this.#search(workspaceId, filter);
    if (found === undefined) return undefined;
    const number = this.#sets.add(found.traces);
    const sql = setSql(number, found.traces, found.isAll);
    this.#found.set(filter, { workspaceId, sql, number });
    return sql;
  }

  #search(workspaceId: string, filter: Expression): { readonly traces: TraceSet; readonly isAll: boolean } | undefined {
    const { chunks, rows, spread } = this.#columns;
    const tracesOf = (traces: Expression) => spread.idsOf(workspaceId, traces);
    const exact = columnFilter(filter, tracesOf);
    const test = exact ?? columnBound(filter, tracesOf);
    if (test === undefined) return undefined;
    const traces = new TraceSet();
    let without = NONE;
    if (needsWholeTraces(filter)) {
      const subjects = spread.subjects(workspaceId);
      without = new Set(subjects.map(({ trace }) => trace.row.traceId));
      const passes = spanTest(filter);
      for (const { number, trace } of subjects) if ([...trace.spans()].some(passes)) traces.add(number);
    }
    this.#marks.begin();
    for (const chunk of chunks.ofWorkspace(workspaceId)) {
      rows.open(chunk);
      this.#marks.mark(rows, test, workspaceId, without);
      this.#addMarked(workspaceId, rows, traces);
    }
    return { traces, isAll: exact !== undefined };
  }

  #addMarked(workspaceId: string, rows: ChunkRows, traces: TraceSet): void {
    const { chunk } = rows;
    const { mask } = this.#marks;
    const numbers = this.#numbers.get(chunk) ?? new Uint32Array(chunk.traceCount);
    this.#numbers.set(chunk, numbers);
    const firstRows = rows.firstRows();
    let index = 0;
    for (let row = mask.indexOf(1); row >= 0 && row < chunk.spanCount; ) {
      while (firstRows[index + 1]! <= row) index++;
      numbers[index] ||= Number(this.#numberOf.get(workspaceId, chunk.traceIdBytes(index))?.id ?? 0);
      traces.add(numbers[index]!);
      row = mask.indexOf(1, firstRows[index + 1]!);
    }
  }

  #forget(): void {
    for (const { number } of this.#found.values()) this.#sets.remove(number);
    this.#found.clear();
  }
}
