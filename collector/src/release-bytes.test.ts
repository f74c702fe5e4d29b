import { expect, test } from 'vitest';
import { releaseBytes } from './release-bytes.ts';

test('what is given back is gone, and may be given back once more', () => {
  const bytes = new Uint8Array(1_000);

  releaseBytes(bytes);
  releaseBytes(bytes);

  expect(bytes.byteLength).toBe(0);
});

test('small Buffers, which share their memory with others, stay as they are', () => {
  const bytes = Buffer.from('small');

  releaseBytes(bytes);

  expect(bytes.toString()).toBe('small');
});

test('memory that other threads see stays as it is', () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(8));

  releaseBytes(bytes);

  expect(bytes.byteLength).toBe(8);
});
