import { expect, test } from 'vitest';
import { copyBytes } from './copy-bytes.ts';

test.each([
  ['memory of its own', new ArrayBuffer(8)],
  ['memory that threads share', new SharedArrayBuffer(8)],
])('bytes are copied to their place in %s', (_name, memory) => {
  const target = Buffer.from(memory);

  copyBytes(Uint8Array.of(1, 2, 3), target, 4);

  expect([...target]).toEqual([0, 0, 0, 0, 1, 2, 3, 0]);
});

test('nothing at all can be copied', () => {
  expect(() => copyBytes(new Uint8Array(0), Buffer.alloc(2), 2)).not.toThrow();
});

test('what does not fit is not copied in part', () => {
  const target = Buffer.alloc(4);

  expect(() => copyBytes(Uint8Array.of(1, 2, 3), target, 2)).toThrow(RangeError);
  expect([...target]).toEqual([0, 0, 0, 0]);
});
