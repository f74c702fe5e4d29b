import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('the same value is the same text, however its keys stand', () => {
  const one = { b: [{ d: 1, c: null }], a: 'x', 10: true, 2: false };
  const other = { 2: false, 10: true, a: 'x', b: [{ c: null, d: 1 }] };
  expect(canonicalJson(one)).toBe(canonicalJson(other));
  expect(canonicalJson(one)).toBe('{"2":false,"10":true,"a":"x","b":[{"c":null,"d":1}]}');
});

test('lists keep their order, and an own key of __proto__ stays one', () => {
  expect(canonicalJson([2, 1])).toBe('[2,1]');
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"z":1,"y":2}}'))).toBe('{"__proto__":{"y":2,"z":1},"b":1}');
});
