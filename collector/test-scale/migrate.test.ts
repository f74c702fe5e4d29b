import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type RunningMain, runMain } from '../src/testing/run-main.ts';
import { collectorSettings, partsOf, runMigrate } from './collector-processes.test.support.ts';
import { heldBy, LoadClient, newRun, spansSent } from './load.test.support.ts';
import { newFolder, type ScaleServers, startServers } from './scale-stores.test.support.ts';

/** Lines that the command may say before it is killed, one after the other; then it is left alone. */
const KILLED_AFTER = [1, 4, 20];
/** Requests of spans before copying begins, and in all, most of them meanwhile. */
const [FIRST, MOST] = [10, 80];

let servers: ScaleServers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

async function stopped(collector: RunningMain): Promise<void> {
  collector.kill('SIGTERM');
  await collector.ended();
}

test('stores that are written to are copied elsewhere by a command that is killed again and again, and back', async () => {
  const stores = await servers.newStores();
  const { folder, remove } = newFolder();
  onTestFinished(remove);
  const first = runMain({ TRACEWRIGHT_DATA: folder });
  const url = await first.listening();
  const client = new LoadClient(() => url, 1, await newRun(url), MOST);
  client.start();
  await expect.poll(() => client.acknowledged.requests.length).toBeGreaterThan(FIRST);

  const to = ['--data', folder, ...partsOf(stores, 'to')];
  for (const lines of KILLED_AFTER) {
    const { code, lines: said } = await runMigrate(stores, to, lines);
    expect(code, said.join('\n')).toBeUndefined();
  }
  const copied = await runMigrate(stores, to);
  expect(copied.lines.at(-1)).toContain('To switch over, stop the collector');
  expect(copied.code).toBe(0);

  await client.stop();
  const early = await runMigrate(stores, [...to, '--final']);
  expect([early.code, early.lines.at(-1)]).toEqual([1, expect.stringContaining('is in use by another collector')]);
  const { requests, metrics, contents } = client.acknowledged;
  const held = await heldBy(url, client.runId, contents.values());
  expect(held).toEqual({ spans: spansSent([client]), metrics: metrics.toSorted((a, b) => a - b), missing: [] });
  expect(requests.length).toBeGreaterThan(FIRST);
  await stopped(first);
  const final = await runMigrate(stores, [...to, '--final']);
  expect(
    final.lines.find((line) => line.includes('all is the same')),
    final.lines.join('\n'),
  ).toBeDefined();
  const again = await runMigrate(stores, to);
  expect([again.code, again.lines.at(-1)]).toEqual([1, expect.stringContaining('another copy would undo')]);

  // What is not copied stays in the folder.
  const second = runMain({ TRACEWRIGHT_DATA: folder, ...collectorSettings(stores) });
  expect(await heldBy(await second.listening(), client.runId, contents.values())).toEqual(held);
  await stopped(second);

  const other = newFolder();
  onTestFinished(other.remove);
  const back = ['--data', other.folder, ...partsOf(stores, 'from')];
  expect((await runMigrate(stores, back, 3)).code).toBeUndefined();
  const returned = await runMigrate(stores, [...back, '--final']);
  expect(
    returned.lines.find((line) => line.includes('all is the same')),
    returned.lines.join('\n'),
  ).toBeDefined();
  const third = runMain({ TRACEWRIGHT_DATA: other.folder });
  const brought = await heldBy(await third.listening(), client.runId, contents.values());
  if (stores.spansUrl !== undefined) expect(brought.spans).toEqual(held.spans);
  if (stores.trackingUrl !== undefined) expect(brought.metrics).toEqual(held.metrics);
  if (stores.blobsUrl !== undefined) expect(brought.missing).toEqual([]);
});
