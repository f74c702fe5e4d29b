import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSqliteTracking } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import { sqlTrackingStores } from '../storage/tracking/tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { requireEmpty, requireUnused } from './check-target.ts';
import { MigrationState } from './migration-state.ts';
import { syncTracking } from './sync-tracking.ts';
import { fillTracking } from './tracking-sample.test.support.ts';

// To copy an empty store takes a tenth of what it takes to migrate one.
const template = mkdtempSync(join(tmpdir(), 'tracewright-empty-'));
beforeAll(async () => (await openSqliteTracking({ file: join(template, 'tracking.db') })).close());
afterAll(() => rmSync(template, { recursive: true, force: true }));

async function opened(): Promise<TrackingDatabase> {
  const file = join(emptyFolder(), 'tracking.db');
  copyFileSync(join(template, 'tracking.db'), file);
  const database = await openSqliteTracking({ file });
  onTestFinished(() => database.close());
  return database;
}

const differing = (syncs: Awaited<ReturnType<typeof syncTracking>>) =>
  syncs.filter(({ written, deleted }) => written + deleted > 0);

test('a copy has every row of every table, and says so by the same checksums', async () => {
  const [source, target] = [await opened(), await opened()];
  const { runId } = await fillTracking(source);
  const first = await syncTracking(source, target, () => {});
  expect(differing(first).map(({ table }) => table)).toEqual(
    expect.arrayContaining(['experiments', 'runs', 'run_params']),
  );
  const second = await syncTracking(source, target, () => {});
  expect(differing(second)).toEqual([]);
  for (const { table, sourceSha256, targetSha256 } of second) expect(targetSha256, table).toBe(sourceSha256);
  expect(second.map(({ rows }) => rows)).toEqual(first.map(({ rows }) => rows));
  const run = await sqlTrackingStores(target).runs.get('default', runId);
  expect(run).toEqual(await sqlTrackingStores(source).runs.get('default', runId));
});

test('what was written, changed and taken away meanwhile is caught up, and nothing else is touched', async () => {
  const [source, target] = [await opened(), await opened()];
  const { runId } = await fillTracking(source);
  await syncTracking(source, target, () => {});
  const { runs, experiments, notes } = sqlTrackingStores(source);
  await runs.log('default', runId, { params: new Map([['late', '1']]) });
  await experiments.rename('default', '1', 'renamed');
  await notes.deleteTraceTag('default', 'a'.repeat(32), 'team');
  const changed = differing(await syncTracking(source, target, () => {}));
  expect(changed.map(({ table, written, deleted }) => [table, written, deleted])).toEqual([
    ['experiments', 1, 0],
    ['run_params', 1, 0],
    ['trace_tags', 0, 1],
  ]);
  expect(differing(await syncTracking(source, target, () => {}))).toEqual([]);
});

test('names that change places between rows are copied all the same', async () => {
  const [source, target] = [await opened(), await opened()];
  const ofSource = sqlTrackingStores(source).experiments;
  for (const name of ['one', 'two']) await ofSource.create('default', { name });
  await syncTracking(source, target, () => {});
  for (const [id, name] of [
    ['1', 'other'],
    ['2', 'one'],
    ['1', 'two'],
  ] as const) {
    await ofSource.rename('default', id, name);
  }
  await syncTracking(source, target, () => {});
  const copied = await sqlTrackingStores(target).experiments.list('default');
  expect(copied.map(({ id, name }) => [id, name])).toEqual([
    ['0', 'Default'],
    ['1', 'two'],
    ['2', 'one'],
  ]);
});

test('rows of many pages are copied once each', async () => {
  const [source, target] = [await opened(), await opened()];
  const { notes } = sqlTrackingStores(source);
  const keys = Array.from({ length: 2_500 }, (_, index) => `k${index}`);
  await Promise.all(keys.map((key) => notes.setTraceTag('default', 'b'.repeat(32), key, 'ä'.repeat(index(key) % 90))));
  const [tags] = differing(await syncTracking(source, target, () => {}));
  expect(tags).toMatchObject({ table: 'trace_tags', rows: 2_500, written: 2_500, deleted: 0 });
  expect(differing(await syncTracking(source, target, () => {}))).toEqual([]);
});

test('a target is written to only where it is empty or a copy, and neither in use nor done with', async () => {
  const [source, target] = [await opened(), await opened()];
  const { runId } = await fillTracking(source);
  const sides = { spans: undefined, tracking: { source, target }, blobs: undefined };
  const state = new MigrationState(join(emptyFolder(), 'migration.db'), 'to there');
  onTestFinished(() => state.close());
  const stores = sqlTrackingStores(target);
  await stores.experiments.create('default', { name: 'own' });
  await expect(requireEmpty(sides, source, state)).rejects.toThrow('which were not copied from here');

  const empty = await opened();
  const toEmpty = { ...sides, tracking: { source, target: empty } };
  expect(await requireEmpty(toEmpty, source, state)).toEqual(['tracking']);
  await syncTracking(source, empty, () => {});
  expect(await requireEmpty(toEmpty, source, state)).toEqual(['tracking']);
  state.complete('tracking');
  await expect(requireEmpty(toEmpty, source, state)).rejects.toThrow('another copy would undo what came since');

  await requireUnused(empty);
  await sqlTrackingStores(empty).leases.take('retention', 'host/1/x', 60_000);
  await expect(requireUnused(empty)).rejects.toThrow('a collector works on the sqlite database (host/1/x)');
  expect(await sqlTrackingStores(empty).runs.get('default', runId)).toBeDefined();
});

function index(key: string): number {
  return Number(key.slice(1));
}
