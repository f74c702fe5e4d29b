import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { PAYLOAD_ROW, type PayloadRow } from '../payload-rows.ts';
import { RowWriter } from '../row-binary/row-writer.ts';
import { SPAN_ROW, type SpanRow } from '../span-rows.ts';
import { type StoredColumn, writeRow } from '../stored-column.ts';
import { TextRows } from '../text/text-rows.ts';
import { type StoredTrace, TRACE_ROW } from '../trace-rows.ts';

/** The rows of one append on their way, written as they will be sent. Their memory serves the next append as well. */
export class InsertBuffers {
  readonly #spans = new Rows<SpanRow>('spans', SPAN_ROW);
  readonly #payloads = new Rows<PayloadRow>('payloads', PAYLOAD_ROW);
  #texts = new TextRows();
  readonly #traces = new Rows<StoredTrace>('traces', TRACE_ROW);

  addSpan(row: SpanRow): void {
    this.#spans.add(row);
  }

  addPayload(row: PayloadRow): void {
    this.#payloads.add(row);
    this.#texts.add(row.workspaceId, row.columns.traceId, row.payload);
  }

  addTrace(row: StoredTrace): void {
    this.#traces.add(row);
  }

  /** Begins anew. */
  clear(): void {
    for (const rows of [this.#spans, this.#payloads, this.#traces]) rows.clear();
    this.#texts = new TextRows();
  }

  /** What cannot be told without its spans is written after them: whoever sees a trace sees all it is made of. */
  async insert(database: ClickHouseDatabase): Promise<void> {
    await Promise.all([this.#payloads, this.#spans, this.#texts].map((rows) => rows.insert(database)));
    await this.#traces.insert(database);
  }
}

class Rows<Row> {
  readonly #table: string;
  readonly #columns: readonly StoredColumn<Row>[];
  readonly #writer = new RowWriter();

  constructor(table: string, columns: readonly StoredColumn<Row>[]) {
    this.#table = table;
    this.#columns = columns;
  }

  add(row: Row): void {
    writeRow(this.#columns, this.#writer, row);
  }

  clear(): void {
    this.#writer.clear();
  }

  async insert(database: ClickHouseDatabase): Promise<void> {
    if (this.#writer.length === 0) return;
    const columns = this.#columns.map(({ name }) => name);
    await database.insert({ table: this.#table, columns, rows: this.#writer.finish(), token: randomUUID() });
  }
}
