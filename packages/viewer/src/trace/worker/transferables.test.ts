import { expect, test } from 'vitest';
import { transferables } from './transferables.ts';

test('every buffer is found once, however deep it lies and however many arrays look at it', () => {
  const shared = new Int32Array(4);
  const deep = new Float64Array(2);

  const found = transferables({ a: shared, b: [{ c: shared.subarray(1), d: deep }], e: 'text', f: null });

  expect(new Set(found)).toEqual(new Set([shared.buffer, deep.buffer]));
  expect(found).toHaveLength(2);
});
