import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type RunningMain, runMain } from '../src/testing/run-main.ts';
import { collectorSettings } from './collector-processes.test.support.ts';
import { heldBy, LoadClient, newRun, spansSent } from './load.test.support.ts';
import { newFolder, type ScaleServers, startServers } from './scale-stores.test.support.ts';
import { startBalancer } from './tcp-balancer.test.support.ts';

const CLIENTS = 6;
/** Requests of spans before one collector is killed, and after that. */
const REQUESTS = Number(process.env.SCALE_REQUESTS ?? 60);

let servers: ScaleServers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

test('of three collectors on the same stores one is killed under load: nothing that was acknowledged is lost, and all is there once', async ({
  skip,
}) => {
  const stores = await servers.newStores();
  if (stores.trackingUrl === undefined) skip('there is no Postgres here');
  // At once, on databases that are empty.
  const collectors = Array.from({ length: 3 }, (): RunningMain => {
    const { folder, remove } = newFolder();
    onTestFinished(remove);
    return runMain({ TRACEWRIGHT_DATA: folder, ...collectorSettings(stores) });
  });
  const urls = await Promise.all(collectors.map((collector) => collector.listening()));
  const balancer = await startBalancer(urls.map((url) => Number(new URL(url).port)));
  onTestFinished(() => balancer.close());

  const runId = await newRun(balancer.url);
  const clients = Array.from({ length: CLIENTS }, (_, index) => new LoadClient(() => balancer.url, index + 1, runId));
  const acknowledged = (): number => clients.reduce((sum, client) => sum + client.acknowledged.requests.length, 0);
  for (const client of clients) client.start();
  await expect.poll(acknowledged).toBeGreaterThan(REQUESTS);
  collectors[1]!.kill('SIGKILL');
  await collectors[1]!.ended();
  const before = acknowledged();
  await expect.poll(acknowledged).toBeGreaterThan(before + REQUESTS);
  await Promise.all(clients.map((client) => client.stop()));

  expect(balancer.given.every((connections) => connections > 0)).toBe(true);
  const contents = clients.flatMap((client) => [...client.acknowledged.contents.values()]);
  const [one, , three] = await Promise.all(
    urls.map((url, index) => (index === 1 ? undefined : heldBy(url, runId, contents))),
  );
  const metrics = clients.flatMap((client) => client.acknowledged.metrics).sort((a, b) => a - b);
  expect([...new Set(one!.metrics)]).toEqual(metrics);
  const twice = one!.metrics.filter((value, index, all) => value === all[index - 1]);
  const repeated = clients.flatMap((client) => client.acknowledged.repeated);
  expect(twice.filter((value) => !repeated.includes(value))).toEqual([]);
  if (stores.blobsUrl !== undefined) expect(one!.missing).toEqual([]);
  if (stores.spansUrl !== undefined) expect(one!.spans).toEqual(spansSent(clients));
  const shared = { metrics: one!.metrics, ...(stores.spansUrl !== undefined && { spans: one!.spans }) };
  expect(three).toMatchObject(shared);
});

test('a page that is open at one collector is told of a trace that another one takes in', async ({ skip }) => {
  const stores = await servers.newStores();
  if (stores.spansUrl === undefined) skip('there is no ClickHouse here');
  const collectors = Array.from({ length: 2 }, () => {
    const { folder, remove } = newFolder();
    onTestFinished(remove);
    return runMain({ TRACEWRIGHT_DATA: folder, ...collectorSettings(stores) });
  });
  const [one, two] = await Promise.all(collectors.map((collector) => collector.listening()));
  const listening = new AbortController();
  onTestFinished(() => listening.abort());
  const events = await fetch(`${one}/api/v1/live`, { signal: listening.signal });
  expect(events.status).toBe(200);
  const client = new LoadClient(() => two!, 1, await newRun(two!));
  const body = client.bodyOf(7);
  const sent = await fetch(`${two}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: body as BodyInit,
  });
  expect(sent.status).toBe(200);
  const wanted = new Set(client.tracesOf(7).keys());
  let text = '';
  for await (const piece of events.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    for (const traceId of wanted) if (text.includes(traceId)) wanted.delete(traceId);
    if (wanted.size === 0) break;
  }
  expect([...wanted]).toEqual([]);
});
