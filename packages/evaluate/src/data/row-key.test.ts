import { expect, test } from 'vitest';
import { RowKeys } from './row-key.ts';

test('the same inputs have the same key in any evaluation, whatever the order of their fields', () => {
  const [first, second] = [new RowKeys(), new RowKeys()];
  const key = first.next({ inputs: { a: 1, b: [2] } });
  expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(second.next({ inputs: { b: [2], a: 1 } })).toBe(key);
  expect(second.next({ inputs: { a: 2 } })).not.toBe(key);
});

test('rows that come again are told apart, also from those that are called so', () => {
  const keys = new RowKeys();
  const named = (id: string) => keys.next({ id, inputs: 0 });
  expect([named('a'), named('a#2'), named('a'), named('a')]).toEqual(['a', 'a#2', 'a#3', 'a#4']);
  expect(() => named('')).toThrow('1 to 242 characters');
});

test('inputs that JSON has no words for have keys as well', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const keys = new RowKeys();
  for (const inputs of [undefined, 10n, circle, new Date(0)]) expect(keys.next({ inputs })).toMatch(/^[0-9a-f]{16}/);
});
