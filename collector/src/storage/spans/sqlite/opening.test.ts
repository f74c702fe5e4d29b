import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-opening-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const batch = sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })]);

test('folders that are not there are made', async () => {
  const file = join(newFolder(), 'a', 'b', 'spans.db');
  await openSqliteSpanStore({ file }).close();
  expect(existsSync(file)).toBe(true);
});

test('a second writer is refused until the first one closes', async () => {
  const file = join(newFolder(), 'spans.db');
  const first = openSqliteSpanStore({ file });
  expect(() => openSqliteSpanStore({ file })).toThrow(
    expect.objectContaining({ name: 'StoreError', code: 'STORE_LOCKED' }),
  );
  await first.append([batch]);
  await first.close();
  await openSqliteSpanStore({ file }).close();
});

test('another process that writes is noticed, and its death frees the store', async () => {
  const file = join(newFolder(), 'spans.db');
  const script = `
    import { openSqliteSpanStore } from ${JSON.stringify(new URL('./sqlite-span-store.ts', import.meta.url).href)};
    const store = openSqliteSpanStore({ file: process.argv[1] });
    console.log('open');
    setInterval(() => store, 1000);`;
  const child = spawn(
    process.execPath,
    ['--conditions=tracewright-source', '--input-type=module', '--eval', script, file],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(() => openSqliteSpanStore({ file })).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));

  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  const store = openSqliteSpanStore({ file });
  await store.append([batch]);
  expect(await store.getTrace('default', traceIdOf(1))).toBeDefined();
  await store.close();
});

test('a companion reads and deletes beside the writer, and does not append', async () => {
  const file = join(newFolder(), 'spans.db');
  const writer = openSqliteSpanStore({ file });
  const companion = openSqliteSpanStore({ file, access: 'companion' });
  await writer.append([batch]);
  expect(await companion.getTrace('default', traceIdOf(1))).toBeDefined();
  await expect(companion.append([batch])).rejects.toThrow('not opened for appending');
  expect(await companion.deleteTraces('default', [traceIdOf(1)])).toBe(1);
  expect(await writer.getTrace('default', traceIdOf(1))).toBeUndefined();
  await companion.close();
  await writer.close();
});

test('a store that is opened for reading refuses to change, and has to be there', async () => {
  const file = join(newFolder(), 'spans.db');
  expect(() => openSqliteSpanStore({ file, access: 'readOnly' })).toThrow(
    expect.objectContaining({ name: 'StoreError', code: 'STORE_UNWRITABLE' }),
  );
  await openSqliteSpanStore({ file }).close();
  const store = openSqliteSpanStore({ file, access: 'readOnly' });
  await expect(store.append([batch])).rejects.toThrow('not opened for appending');
  await expect(store.deleteTraces('default', [traceIdOf(1)])).rejects.toThrow('for reading only');
  await store.close();
});

test('a store of before that is opened for reading is read, and left as it is', async () => {
  const file = join(newFolder(), 'spans.db');
  const writer = openSqliteSpanStore({ file });
  await writer.append([batch]);
  await writer.close();
  const db = new DatabaseSync(file);
  db.exec('ALTER TABLE traces DROP COLUMN ttft_us');
  db.close();
  const before = readFileSync(file);

  const store = openSqliteSpanStore({ file, access: 'readOnly' });
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ ttftUs: -1, spanCount: 1 });
  const newest = { workspaceId: 'default', filter: MATCH_ALL, order: 'ttft', limit: 5 } as const;
  expect((await store.listTraces(newest)).rows).toHaveLength(1);
  await store.close();

  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a store of a newer format is refused and left as it is', async () => {
  const file = join(newFolder(), 'spans.db');
  await openSqliteSpanStore({ file }).close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 99');
  db.close();
  const before = readFileSync(file);
  expect(() => openSqliteSpanStore({ file })).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }));
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a database of something else is refused', () => {
  const file = join(newFolder(), 'spans.db');
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE recipes(name)');
  db.close();
  expect(() => openSqliteSpanStore({ file })).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
});

test('a file that is no database is refused', () => {
  const file = join(newFolder(), 'spans.db');
  writeFileSync(
    file,
    'not a database, only a text that is longer than the one hundred bytes of a database header'.repeat(3),
  );
  expect(() => openSqliteSpanStore({ file })).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
});

test('a place where no file can be is refused', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'spans.db'));
  expect(() => openSqliteSpanStore({ file: join(folder, 'spans.db') })).toThrow(
    expect.objectContaining({ code: 'STORE_UNWRITABLE' }),
  );
  writeFileSync(join(folder, 'file'), '');
  expect(() => openSqliteSpanStore({ file: join(folder, 'file', 'spans.db') })).toThrow(
    expect.objectContaining({ code: 'STORE_UNWRITABLE' }),
  );
});

test('of a trace that a version of before takes out nothing is left to the next one with its number', async () => {
  const file = join(newFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append([batch, batch]);
  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  const counts = () => db.prepare('SELECT count FROM trace_duplicates').all();
  expect(counts()).toEqual([{ count: 1 }]);

  // It knows nothing of the table beside this one.
  db.exec('DELETE FROM traces');

  expect(counts()).toEqual([]);
  await store.close();
});
