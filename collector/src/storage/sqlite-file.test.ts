import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteFile, preparing } from './sqlite-file.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a file is made with all the folders above it', () => {
  const file = join(temporaryFolder(), 'a', 'b', 'c', 'spans.db');

  openSqliteFile(file).close();

  expect(existsSync(file)).toBe(true);
});

test('a folder below a file cannot be made', () => {
  const file = join(temporaryFolder(), 'taken');
  writeFileSync(file, '');

  expect(() => openSqliteFile(join(file, 'a', 'spans.db'))).toThrow(
    expect.objectContaining({ name: 'StoreError', code: 'STORE_UNWRITABLE' }),
  );
});

test.runIf(process.platform === 'linux')('a folder that the system has no place for is refused at once', () => {
  expect(() => openSqliteFile('/proc/nope/deeper/spans.db')).toThrow(
    expect.objectContaining({ name: 'StoreError', code: 'STORE_UNWRITABLE' }),
  );
});

test('a disk that is full is told as such, not as a lack of permission', () => {
  const file = join(temporaryFolder(), 'spans.db');
  const db = openSqliteFile(file);
  onTestFinished(() => db.close());
  db.exec('PRAGMA max_page_count = 1');

  expect(() => preparing(file, () => db.exec('CREATE TABLE a(b); CREATE TABLE c(d)'))).toThrow(
    expect.objectContaining({ code: 'STORE_FULL', message: `${file} cannot be written, the disk is full` }),
  );
});
