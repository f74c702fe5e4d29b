import { expect, test } from 'vitest';
import { idSet } from './id-set.ts';

test('ids are texts of their bytes', () => {
  expect(idSet(['00ff', 'a1b2'], 2)).toBe("(x'00ff', x'a1b2')");
});

test.each(["00'f", '00f', '00FF', ''])('%j gets into no statement', (id) => {
  expect(() => idSet([id], 2)).toThrow(RangeError);
});
