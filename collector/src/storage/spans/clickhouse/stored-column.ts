import type { RowWriter } from './row-binary/row-writer.ts';

/** A column of a table: how it is kept, and how a row gives it. */
export interface StoredColumn<Row> {
  readonly name: string;
  /** Type and codec, as `CREATE TABLE` takes them. */
  readonly type: string;
  readonly write: (to: RowWriter, row: Row) => void;
}

/** The columns of `CREATE TABLE`, without what stands around them. */
export function columnList(columns: readonly Pick<StoredColumn<never>, 'name' | 'type'>[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(',\n  ');
}

/** Appends a row. */
export function writeRow<Row>(columns: readonly StoredColumn<Row>[], to: RowWriter, row: Row): void {
  for (const column of columns) column.write(to, row);
}

/** Types that several tables share. */
export const TYPE = {
  /** Few distinct values: kept once a part, with a number a row. */
  word: 'LowCardinality(String)',
  text: 'String CODEC(ZSTD(1))',
  flag: 'Bool',
  traceId: 'FixedString(16) CODEC(ZSTD(1))',
  /** Random: no codec makes it smaller. */
  spanId: 'FixedString(8) CODEC(NONE)',
  /** Of a parent: mostly that of the row before. */
  parentId: 'FixedString(8) CODEC(ZSTD(1))',
  timeNs: 'UInt64 CODEC(Delta, ZSTD(1))',
  count: 'Int64 CODEC(T64, ZSTD(1))',
  /** Grows from one insert to the next. */
  moment: 'UInt64 CODEC(Delta, LZ4)',
  payload: 'String CODEC(ZSTD(1))',
} as const;
