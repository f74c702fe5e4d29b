import { randomUUID } from 'node:crypto';
import type { SpanRecord } from '../../span-record.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { isTruncated } from '../filter/is-truncated.ts';
import { NativeRows } from '../native/native-rows.ts';
import { PayloadBlocks } from '../payloads/payload-blocks.ts';
import type { SpanOrigin } from '../payloads/span-pack.ts';
import { SPAN_ROW, type SpanRow, type StoredPlace } from '../span-rows.ts';
import type { StoredColumn } from '../stored-column.ts';
import { TextRows } from '../text/text-rows.ts';
import { type StoredTrace, TRACE_ROW } from '../trace-rows.ts';

/** The rows of one append on their way, written as they will be sent. Their memory serves the next append as well. */
export class InsertBuffers {
  readonly #spans = new Rows<SpanRow>('spans', SPAN_ROW);
  readonly #payloads = new PayloadBlocks();
  readonly #texts = new TextRows();
  readonly #traces = new Rows<StoredTrace>('traces', TRACE_ROW);

  addSpan(row: SpanRow): void {
    this.#spans.add(row);
  }

  /**
   * Adds a span as it was sent, behind others of its trace.
   *
   * @param written a number of the clock of changes
   * @returns where it will stand
   */
  addPayload(workspaceId: string, written: number, span: SpanRecord, origin: SpanOrigin): StoredPlace {
    const mayBeTruncated = this.#texts.add(workspaceId, span.traceId, span.payload);
    const block = this.#payloads.add(workspaceId, written, span, span.payload, origin);
    return { block, isTruncated: mayBeTruncated && !span.isPending && isTruncated(span.payload) };
  }

  addTrace(row: StoredTrace): void {
    this.#traces.add(row);
  }

  /** Begins anew. */
  clear(): void {
    for (const rows of [this.#spans, this.#payloads, this.#texts, this.#traces]) rows.clear();
  }

  /**
   * What cannot be told without its spans is written after them: whoever sees a trace sees all it is made of. A row of a
   * span is written after its payload: should only that row get through, it stands before those that come later.
   */
  async insert(database: ClickHouseDatabase): Promise<void> {
    // One that is sent again still reads what it was given, whatever became of the other.
    const beside = await Promise.allSettled([this.#payloads, this.#texts].map((rows) => rows.insert(database)));
    for (const inserted of beside) if (inserted.status === 'rejected') throw inserted.reason;
    await this.#spans.insert(database);
    await this.#traces.insert(database);
  }
}

class Rows<Row> {
  readonly #table: string;
  readonly #columns: readonly StoredColumn<Row>[];
  readonly #rows: NativeRows<Row>;

  constructor(table: string, columns: readonly StoredColumn<Row>[]) {
    this.#table = table;
    this.#columns = columns;
    this.#rows = new NativeRows(columns);
  }

  add(row: Row): void {
    this.#rows.add(row);
  }

  clear(): void {
    this.#rows.clear();
  }

  async insert(database: ClickHouseDatabase): Promise<void> {
    if (this.#rows.count === 0) return;
    const columns = this.#columns.map(({ name }) => name);
    const rows = this.#rows.finish();
    await database.insert({ table: this.#table, columns, format: 'Native', rows, token: randomUUID() });
  }
}
