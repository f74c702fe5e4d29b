import { expect, test } from 'vitest';
import { idSet } from './id-set.ts';

test('ids are one text, which the engine takes apart', () => {
  expect(idSet(['00ff', 'a1b2'], 2)).toBe(
    "(SELECT toFixedString(substring(unhex('00ffa1b2'), number * 2 + 1, 2), 2) FROM numbers(2))",
  );
});

test.each(["00'f", '00f', '00FF', ''])('%j gets into no statement', (id) => {
  expect(() => idSet([id], 2)).toThrow(RangeError);
});
