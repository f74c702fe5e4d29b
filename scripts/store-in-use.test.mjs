import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { storeInUse } from './store-in-use.mjs';

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'tracewright-in-use-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

test('a store is in use as long as a collector holds the lock beside it', () => {
  const data = folder();
  expect(storeInUse(data)).toBeUndefined();
  expect(storeInUse(join(data, 'missing'))).toBeUndefined();

  const collector = new DatabaseSync(join(data, 'spans.db.lock'));
  collector.exec('BEGIN EXCLUSIVE');
  expect(storeInUse(data)).toBe(join(data, 'spans.db'));
  expect(storeInUse(data)).toBe(join(data, 'spans.db'));

  collector.exec('ROLLBACK');
  collector.close();
  expect(storeInUse(data)).toBeUndefined();
});

test('of a lock that cannot be read the collector is to say what is wrong', () => {
  const data = folder();
  writeFileSync(join(data, 'spans.db.lock'), 'no database, but long enough to look into it as if it were one');
  expect(storeInUse(data)).toBeUndefined();
});
