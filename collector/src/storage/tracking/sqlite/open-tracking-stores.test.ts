import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { trackingStoresContract } from '../tracking-stores.contract.ts';
import { sqlTrackingStores } from '../tracking-stores.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openTrackingStores } from './open-tracking-stores.ts';
import { sqliteTrackingDatabase } from './sqlite-tracking-database.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-tracking-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'tracking.db');
}

// To copy an empty store takes a tenth of what it takes to migrate one.
const emptyFolder = mkdtempSync(join(tmpdir(), 'tracewright-empty-'));
const empty = join(emptyFolder, 'tracking.db');
beforeAll(async () => (await openTrackingStores({ file: empty })).close());
afterAll(() => rmSync(emptyFolder, { recursive: true, force: true }));

trackingStoresContract('SQLite', async (nowMs) => {
  const options = { file: newFile(), nowMs };
  copyFileSync(empty, options.file);
  return { ...(await openTrackingStores(options)), reopen: () => openTrackingStores(options) };
});

test('a store of a newer version is refused and left as it is', async () => {
  const file = newFile();
  await (await openTrackingStores({ file })).close();
  const db = new DatabaseSync(file);
  db.exec("INSERT INTO kysely_migration(name, timestamp) VALUES ('9999-later', '')");
  db.close();
  await expect(openTrackingStores({ file })).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_TOO_NEW' });
});

test('a database of something else is refused and left as it is', async () => {
  const file = newFile();
  const db = new DatabaseSync(file);
  db.exec('CREATE TABLE experiments(id)');
  await expect(openTrackingStores({ file })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
  expect(db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'experiments' }]);
  db.close();
});

test('a file that is no database is refused', async () => {
  const file = newFile();
  writeFileSync(
    file,
    'a text that is long enough to be looked at as the header of a database, and is none at all, sadly',
  );
  await expect(openTrackingStores({ file })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
});

test('where the disk is full, writing is put off and reading goes on', async () => {
  const file = newFile();
  await (await openTrackingStores({ file })).close();
  const database = new DatabaseSync(file);
  const { page_count } = database.prepare('PRAGMA page_count').get() ?? {};
  database.exec(`PRAGMA max_page_count = ${page_count}`);
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database) });
  const { experiments, notes, close } = sqlTrackingStores(sqliteTrackingDatabase(db, () => 0));
  onTestFinished(() => close());

  await expect(notes.setTraceTag('default', 'a', 'key', 'x'.repeat(100_000))).rejects.toMatchObject({
    name: 'ApiError',
    code: 'TEMPORARILY_UNAVAILABLE',
    message: 'the disk of the store is full',
  });
  expect(await experiments.list('default')).toHaveLength(1);
});

test('a folder that is a file is refused', async () => {
  const file = newFile();
  writeFileSync(file, '');
  await expect(openTrackingStores({ file: join(file, 'tracking.db') })).rejects.toMatchObject({
    code: 'STORE_UNWRITABLE',
  });
});
