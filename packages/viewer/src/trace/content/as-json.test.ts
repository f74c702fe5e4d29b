import { expect, test } from 'vitest';
import { asJson } from './as-json.ts';

test('objects and arrays written as JSON are read', () => {
  expect(asJson(' {"a": 1} ')).toEqual({ a: 1 });
  expect(asJson('[1, 2]')).toEqual([1, 2]);
});

test('all other text stays text', () => {
  for (const text of ['', 'hello', '12', '"quoted"', 'null', '{not json}', '[see note]', '{"a": 1']) {
    expect(asJson(text)).toBeUndefined();
  }
});
