import { expect, test } from 'vitest';
import { fromJsonl } from './record-sources.ts';

test('lines of JSON are read as editors and programs write them', () => {
  expect(fromJsonl('\uFEFF{"inputs":{"q":1},"source":null}\r\n\r\n{"q":2}')).toEqual([
    { inputs: { q: 1 } },
    { inputs: { q: 2 } },
  ]);
});

test('a line that is cut off, or whose source is none, is named', () => {
  expect(() => fromJsonl('{"inputs":{"q":1}}\n{"inputs":{"q"')).toThrow('line 2 is no JSON');
  expect(() => fromJsonl('{"inputs":{"q":1},"source":"web"}')).toThrow('line 1: the source of a record is an object');
});
