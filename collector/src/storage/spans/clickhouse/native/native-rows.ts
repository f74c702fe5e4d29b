import { RowWriter } from '../row-binary/row-writer.ts';
import type { StoredColumn } from '../stored-column.ts';
import { type ColumnValues, columnValues } from './column-values.ts';

/** Rows that are turned into columns at a time: what is written of them fits the processor's cache. */
const ROWS_AT_A_TIME = 512;
const START_BYTES = 16;
/** What is sent at once: each piece that is sent alone costs both sides a call. */
const PIECE_BYTES = 256 * 1024;

/**
 * Rows on their way into a table, column by column, as ClickHouse's format Native has them. Columns of few distinct
 * values name each once, so that neither side has to look at the same text again for each row.
 */
export class NativeRows<Row> {
  readonly #columns: readonly ColumnValues<Row>[];
  #waiting: Row[] = [];
  #count = 0;

  constructor(columns: readonly StoredColumn<Row>[]) {
    this.#columns = columns.map((column) => columnValues(column));
  }

  get count(): number {
    return this.#count;
  }

  /** The row is read when some more have come, and must stay as it is until then. */
  add(row: Row): void {
    this.#waiting.push(row);
    this.#count++;
    if (this.#waiting.length >= ROWS_AT_A_TIME) this.#write();
  }

  /** What has been added, as one block in pieces; it stands in memory of these rows until they are cleared. */
  finish(): readonly Uint8Array[] {
    this.#write();
    const start = new RowWriter(START_BYTES);
    start.size(this.#columns.length);
    start.size(this.#count);
    return joined([start.finish(), ...this.#columns.flatMap((column) => column.finish())]);
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.#waiting = [];
    this.#count = 0;
    for (const column of this.#columns) column.clear();
  }

  #write(): void {
    for (const column of this.#columns) column.add(this.#waiting);
    this.#waiting = [];
  }
}

/** The same bytes in fewer pieces: what is long stays as it is. */
function joined(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  let short: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    if (piece.length < PIECE_BYTES) {
      short.push(piece);
      bytes += piece.length;
    }
    if (bytes >= PIECE_BYTES || (piece.length >= PIECE_BYTES && short.length > 0)) {
      found.push(Buffer.concat(short));
      [short, bytes] = [[], 0];
    }
    if (piece.length >= PIECE_BYTES) found.push(piece);
  }
  return short.length === 0 ? found : [...found, Buffer.concat(short)];
}
