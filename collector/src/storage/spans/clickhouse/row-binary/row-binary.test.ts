import { expect, test } from 'vitest';
import { RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';

test('values of every kind come back as they were written, over the borders of the buffer', () => {
  const writer = new RowWriter();
  const texts = ['', 'a', 'é'.repeat(63), '会'.repeat(43), 'x'.repeat(42), '\u0000', 'z'.repeat(200_000)];
  for (const text of texts) writer.text(text);
  for (const number of [0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 32, -(2 ** 32) - 5, 2 ** 31, -(2 ** 31) - 1])
    writer.int64(number);
  writer.uint64((1n << 64n) - 1n);
  writer.uint32(4_294_967_295);
  writer.flag(true);
  writer.id('00ff', 2);
  writer.id('00ff', 2);
  writer.id('', 8);
  writer.texts(['m', '']);
  writer.bytes(new Uint8Array([0, 255]));

  const reader = new RowReader(Buffer.from(writer.finish()));

  expect(texts.map(() => reader.text())).toEqual(texts);
  expect(Array.from({ length: 9 }, () => reader.int64())).toEqual([
    ...[0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 32, -(2 ** 32) - 5, 2 ** 31, -(2 ** 31) - 1],
  ]);
  expect(reader.uint64()).toBe((1n << 64n) - 1n);
  expect(reader.uint32()).toBe(4_294_967_295);
  expect(reader.flag()).toBe(true);
  expect([reader.id(2), reader.id(2), reader.id(8)]).toEqual(['00ff', '00ff', '']);
  expect(reader.texts()).toEqual(['m', '']);
  expect(reader.bytes()).toEqual(new Uint8Array([0, 255]));
  expect(reader.hasMore).toBe(false);
});

test('a text that needs every byte its length allows keeps its length', () => {
  const writer = new RowWriter();
  const text = '会'.repeat(42);
  writer.text(text);
  expect(writer.finish()[0]).toBe(126);
  expect(new RowReader(writer.finish()).text()).toBe(text);
});
