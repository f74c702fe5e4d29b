import { randomUUID } from 'node:crypto';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { NativeRows } from '../native/native-rows.ts';
import { PAYLOAD_ROW, type PayloadRow } from '../payload-rows.ts';
import { SPAN_ROW, type SpanRow } from '../span-rows.ts';
import type { StoredColumn } from '../stored-column.ts';
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
