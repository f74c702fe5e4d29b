import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { openSqliteFile } from '../../sqlite-file.ts';
import type { TrackingTables } from '../tracking-tables.ts';
import { GroupCommit } from './group-commit.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openTrackingStores } from './open-tracking-stores.ts';

/** Takes the place for writing, as another process does. @returns gives it back */
function takeTurn(file: string): () => void {
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  return () => other.exec('ROLLBACK');
}

test('while another process writes, writes wait, and whoever reads does not', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  const { experiments, close } = await openTrackingStores({ file });
  onTestFinished(close);
  await experiments.list('default');
  const giveBack = takeTurn(file);
  const made = experiments.resolve('default', 'support-bot');
  const names = async () => (await experiments.list('default')).map(({ name }) => name);

  expect(await names()).toEqual(['Default']);
  giveBack();
  await made;

  expect(await names()).toContain('support-bot');
});

test('a write that has waited for too long is refused for the moment, and leaves its place to the next', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  const database = openSqliteFile(file, { busyTimeoutMs: 0 });
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE run_trace_cursors (workspace_id TEXT, change REAL)');
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database) });
  onTestFinished(() => db.destroy());
  const commits = new GroupCommit(db, 20);
  const write = (name: string) =>
    commits.write((transaction) =>
      transaction.insertInto('run_trace_cursors').values({ workspace_id: name, change: 1 }).execute(),
    );
  const giveBack = takeTurn(file);

  await expect(write('a')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message: 'the store is busy' });
  giveBack();
  await write('b');

  expect(database.prepare('SELECT workspace_id FROM run_trace_cursors').all()).toEqual([{ workspace_id: 'b' }]);
});

test('whoever would write while another process does is told so at once: the thread that serves requests does not wait', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  const database = openSqliteFile(file, { busyTimeoutMs: 60_000 });
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database, () => false) });
  onTestFinished(() => db.destroy());
  const giveBack = takeTurn(file);
  const beganMs = performance.now();

  const refused = db.transaction().execute(async () => {});
  await expect(refused).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message: 'the store is busy' });
  expect(performance.now() - beganMs).toBeLessThan(30_000);
  giveBack();
  await db.transaction().execute(async () => {});

  expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 60_000 });
});

test('what is closed while a write is on its way to a place that another process holds waits until it is written', async () => {
  const file = join(emptyFolder(), 'tracking.db');
  const database = openSqliteFile(file, { busyTimeoutMs: 0 });
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE run_trace_cursors (workspace_id TEXT, change REAL)');
  const db = new Kysely<TrackingTables>({ dialect: nodeSqliteDialect(database) });
  onTestFinished(() => db.destroy());
  const commits = new GroupCommit(db);
  const reading = Promise.withResolvers<void>();
  const hasRead = db.connection().execute(() => reading.promise);
  const written: string[] = [];
  const write = commits.write((transaction) =>
    transaction.insertInto('run_trace_cursors').values({ workspace_id: 'a', change: 1 }).execute(),
  );
  const wrote = write.then(() => written.push('a'));
  // Its transaction has begun, and waits for the one connection.
  await delay(20);
  const giveBack = takeTurn(file);
  const finished = commits.finish();
  reading.resolve();
  await hasRead;
  await delay(20);
  giveBack();
  await finished;

  expect(written).toEqual(['a']);
  await wrote;
});
