import { RowWriter } from '../row-binary/row-writer.ts';
import type { StoredColumn } from '../stored-column.ts';
import { WordValues } from './word-values.ts';

const FIRST_BYTES = 4_096;
const NAME_BYTES = 256;

/** The values of one column, with its name and type before them, as they stand in a block of ClickHouse's format Native. */
export interface ColumnValues<Row> {
  add(rows: readonly Row[]): void;
  /** In pieces, in memory that is used again once they are cleared. */
  finish(): readonly Uint8Array[];
  clear(): void;
}

export function columnValues<Row>(column: StoredColumn<Row>): ColumnValues<Row> {
  if ('word' in column) return wordValues(column.name, column.word);
  if ('texts' in column) return listValues(column.name, column.texts);
  const { name, type, write } = column;
  const values = new RowWriter(FIRST_BYTES);
  return {
    add: (rows) => {
      for (const row of rows) write(values, row);
    },
    finish: () => [heading(name, type.replace(/ CODEC\(.*/, '')), values.finish()],
    clear: () => values.clear(),
  };
}

function wordValues<Row>(name: string, word: (row: Row) => string | Uint8Array): ColumnValues<Row> {
  const values = new WordValues();
  return {
    add: (rows) => {
      for (const row of rows) values.add(word(row));
    },
    finish: () => [heading(name, 'LowCardinality(String)'), ...values.finish()],
    clear: () => values.clear(),
  };
}

/** Where each list ends among all values, then these. */
function listValues<Row>(name: string, textsOf: (row: Row) => readonly string[]): ColumnValues<Row> {
  const ends = new RowWriter(FIRST_BYTES);
  const values = new RowWriter(FIRST_BYTES);
  let count = 0;
  return {
    add: (rows) => {
      for (const row of rows) {
        for (const text of textsOf(row)) {
          values.text(text);
          count++;
        }
        ends.int64(count);
      }
    },
    // The server makes of it whatever its column is.
    finish: () => [heading(name, 'Array(String)'), ends.finish(), values.finish()],
    clear: () => {
      ends.clear();
      values.clear();
      count = 0;
    },
  };
}

function heading(name: string, type: string): Uint8Array {
  const heading = new RowWriter(NAME_BYTES);
  heading.text(name);
  heading.text(type);
  return heading.finish();
}
