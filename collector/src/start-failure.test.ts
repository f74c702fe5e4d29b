import { expect, test } from 'vitest';
import { StartError } from './start-error.ts';
import { startFailure } from './start-failure.ts';
import { StoreError } from './storage/store-error.ts';

test('what can be put right is one sentence that says how', () => {
  expect(startFailure(new StartError('CONFIG_INVALID', 'PORT must be a whole number'))).toBe(
    'Tracewright did not start: PORT must be a whole number.',
  );
  expect(startFailure(new StoreError('STORE_TOO_NEW', '/data/spans.db has format 2'))).toBe(
    'Tracewright did not start: /data/spans.db has format 2; install that version, or set TRACEWRIGHT_DATA to another folder.',
  );
});

test('a full disk is told as such', () => {
  expect(startFailure(new StoreError('STORE_FULL', '/data/spans.db cannot be written, the disk is full'))).toBe(
    'Tracewright did not start: /data/spans.db cannot be written, the disk is full; free some space.',
  );
});

test('a store on another machine is not moved away', () => {
  expect(startFailure(new StoreError('STORE_UNREACHABLE', 's3://bucket/ cannot be opened: it is not there'))).toBe(
    'Tracewright did not start: s3://bucket/ cannot be opened: it is not there; mend that, or what TRACEWRIGHT_TRACKING_URL and TRACEWRIGHT_BLOBS say.',
  );
});

test('a bug is not dressed up as something to put right', () => {
  expect(startFailure(new TypeError('x is not a function'))).toBeUndefined();
});
