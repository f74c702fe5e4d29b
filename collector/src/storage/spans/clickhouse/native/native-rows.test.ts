import { expect, test } from 'vitest';
import { RowReader } from '../row-binary/row-reader.ts';
import type { StoredColumn } from '../stored-column.ts';
import { NativeRows } from './native-rows.ts';

interface Row {
  readonly model: string;
  readonly tokens: number;
  readonly tags: readonly string[];
}

const COLUMNS: readonly StoredColumn<Row>[] = [
  { name: 'model', type: 'LowCardinality(String)', word: ({ model }) => model },
  { name: 'tokens', type: 'Int64 CODEC(T64, ZSTD(1))', write: (to, { tokens }) => to.int64(tokens) },
  { name: 'tags', type: 'Array(LowCardinality(String))', texts: ({ tags }) => tags },
];

/** A block of {@link COLUMNS} as the server reads it. @param placeOf reads which word a row has */
function read(rows: NativeRows<Row>, placeOf: (from: RowReader) => number) {
  const from = new RowReader(Buffer.concat(rows.finish()));
  expect(from.uint8()).toBe(3);
  const count = from.size();
  const times = <T>(length: number, next: () => T): T[] => Array.from({ length }, next);
  expect([from.text(), from.text(), from.int64()]).toEqual(['model', 'LowCardinality(String)', 1]);
  const kind = from.int64();
  const words = times(from.int64(), () => from.text());
  expect(from.int64()).toBe(count);
  const models = times(count, () => words[placeOf(from)]);
  expect([from.text(), from.text()]).toEqual(['tokens', 'Int64']);
  const tokens = times(count, () => from.int64());
  expect([from.text(), from.text()]).toEqual(['tags', 'Array(String)']);
  const ends = times(count, () => from.int64());
  const tags = times(ends.at(-1) ?? 0, () => from.text());
  expect(from.hasMore).toBe(false);
  return { kind, words, models, tokens, ends, tags };
}

test('rows come out as columns, each distinct word once', () => {
  const rows = new NativeRows(COLUMNS);
  rows.add({ model: 'large', tokens: 7, tags: ['a', 'b'] });
  rows.add({ model: '', tokens: -1, tags: [] });
  rows.add({ model: 'large', tokens: 2 ** 40, tags: ['c'] });
  expect(read(rows, (from) => from.uint8())).toEqual({
    kind: 0x600,
    words: ['large', ''],
    models: ['large', '', 'large'],
    tokens: [7, -1, 2 ** 40],
    ends: [2, 2, 3],
    tags: ['a', 'b', 'c'],
  });
});

test('many distinct words are told apart by more bytes, and the next rows begin anew', () => {
  const rows = new NativeRows(COLUMNS);
  const models = Array.from({ length: 70_000 }, (_, index) => `model ${index % 66_000}`);
  for (const model of models) rows.add({ model, tokens: 0, tags: [] });
  const many = read(rows, (from) => from.uint32());
  expect([many.kind, many.words.length]).toEqual([0x602, 66_000]);
  expect(many.models).toEqual(models);

  rows.clear();
  for (const model of models.slice(0, 300)) rows.add({ model, tokens: 1, tags: [] });
  const fewer = read(rows, (from) => from.uint8() + 256 * from.uint8());
  expect([fewer.kind, fewer.words.length]).toEqual([0x601, 300]);
  expect(fewer.models).toEqual(models.slice(0, 300));
});
