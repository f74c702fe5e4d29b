import type { RowWriter } from './row-binary/row-writer.ts';

interface NamedColumn {
  readonly name: string;
  /** Type and codec, as `CREATE TABLE` takes them. */
  readonly type: string;
}

/** A column of a table: how it is kept, and how a row gives it. */
export type StoredColumn<Row> = NamedColumn &
  (
    | { readonly write: (to: RowWriter, row: Row) => void }
    /** Of few distinct values, texts or their bytes, {@link TYPE.word}. */
    | { readonly word: (row: Row) => string | Uint8Array }
    /** Of lists of texts. */
    | { readonly texts: (row: Row) => readonly string[] }
  );

/** The columns of `CREATE TABLE`, without what stands around them. */
export function columnList(columns: readonly NamedColumn[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(',\n  ');
}

/** Types that several tables share. */
export const TYPE = {
  /** Few distinct values: kept once a part, with a number a row. */
  word: 'LowCardinality(String)',
  text: 'String CODEC(LZ4)',
  flag: 'Bool',
  traceId: 'FixedString(16) CODEC(LZ4)',
  /** Random: no codec makes it smaller. */
  spanId: 'FixedString(8) CODEC(NONE)',
  /** Of a parent: mostly that of the row before. */
  parentId: 'FixedString(8) CODEC(LZ4)',
  timeNs: 'UInt64 CODEC(Delta, LZ4)',
  count: 'Int64 CODEC(T64, LZ4)',
  minute: 'UInt32 CODEC(Delta, LZ4)',
  /** Grows from one insert to the next. */
  moment: 'UInt64 CODEC(Delta, LZ4)',
} as const;
