import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { sampleSpan } from '../otlp/testing/sample-request.ts';
import type { SpanBatch } from '../storage/spans/span-record.ts';
import { createLocalIngest } from './local-ingest.ts';
import { rawRequest, traceRequest } from './testing/submit.ts';

/** A store whose commits end when the test says so. */
class ManualStore {
  readonly commits: { readonly spanIds: readonly string[]; finish(error?: Error): void }[] = [];
  #next = Promise.withResolvers<void>();

  async append(batches: readonly SpanBatch[]): Promise<void> {
    const spans = batches.flatMap(({ groups }) => groups.flatMap((group) => group.spans));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const finish = (error?: Error): void => (error === undefined ? resolve() : reject(error));
    this.commits.push({ spanIds: spans.map(({ spanId }) => spanId[15]!), finish });
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
    await promise;
  }

  /** Resolves once there are as many commits, ended or not. */
  async reach(count: number): Promise<void> {
    while (this.commits.length < count) await this.#next.promise;
  }
}

function ingestInto(store: ManualStore, maxBytesInFlight?: number) {
  const resolveExperiment = async (): Promise<string> => '0';
  const limit = maxBytesInFlight === undefined ? {} : { maxBytesInFlight };
  return createLocalIngest({ store, pricer: createPricer(), resolveExperiment, ...limit });
}

function span(digit: number): object {
  return sampleSpan({ spanId: `000000000000000${digit}` });
}

test('requests that arrive during a commit share the next one', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);

  const first = ingest.submit(traceRequest([span(1)]));
  await store.reach(1);
  const others = [2, 3, 4].map((digit) => ingest.submit(traceRequest([span(digit)])));
  store.commits[0]!.finish();
  await first;
  await store.reach(2);
  store.commits[1]!.finish();
  await Promise.all(others);

  expect(store.commits.map(({ spanIds }) => spanIds)).toEqual([['1'], ['2', '3', '4']]);
});

test('nothing is acknowledged before its commit has ended', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);
  let isAcknowledged = false;

  const submitted = ingest.submit(traceRequest([span(1)])).then(() => {
    isAcknowledged = true;
  });
  await store.reach(1);

  expect(isAcknowledged).toBe(false);
  store.commits[0]!.finish();
  await submitted;
  expect(isAcknowledged).toBe(true);
});

test('one request that cannot be read does not hurt those it shares a commit with', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);

  const good = ingest.submit(traceRequest([span(1)]));
  const bad = ingest.submit(rawRequest(new Uint8Array([1, 2, 3])));
  await store.reach(1);
  store.commits[0]!.finish();

  await expect(good).resolves.toMatchObject({ accepted: 1 });
  await expect(bad).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
});

test('where the store refuses a commit, each of its requests is tried alone', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);

  const both = Promise.allSettled([1, 2].map((digit) => ingest.submit(traceRequest([span(digit)]))));
  await store.reach(1);
  store.commits[0]!.finish(new Error('no'));
  await store.reach(2);
  store.commits[1]!.finish(new Error('still no'));
  await store.reach(3);
  store.commits[2]!.finish();

  expect(await both).toMatchObject([
    { status: 'rejected', reason: { code: 'TEMPORARILY_UNAVAILABLE' } },
    { status: 'fulfilled', value: { accepted: 1 } },
  ]);
});

test('requests of very many spans do not share a commit, however small they are', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);
  const many = Array.from({ length: 10_000 }, (_, i) => sampleSpan({ spanId: (i + 1).toString(16).padStart(16, '0') }));

  const both = Promise.all([ingest.submit(traceRequest(many)), ingest.submit(traceRequest([span(1)]))]);
  await store.reach(1);
  store.commits[0]!.finish();
  await store.reach(2);
  store.commits[1]!.finish();

  expect(await both).toMatchObject([{ accepted: 10_000 }, { accepted: 1 }]);
  expect(store.commits.map(({ spanIds }) => spanIds.length)).toEqual([10_000, 1]);
});

test('beyond the bytes in flight requests are refused until others are done', async () => {
  const store = new ManualStore();
  const size = traceRequest([span(1)]).body.byteLength;
  const ingest = ingestInto(store, 2 * size);

  const running = [1, 2].map((digit) => ingest.submit(traceRequest([span(digit)])));
  await expect(ingest.submit(traceRequest([span(3)]))).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  await store.reach(1);
  store.commits[0]!.finish();
  await Promise.all(running);
  const later = ingest.submit(traceRequest([span(3)]));
  await store.reach(2);
  store.commits[1]!.finish();

  await expect(later).resolves.toMatchObject({ accepted: 1 });
});

test('a request larger than all bytes in flight gets through alone', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store, 10);

  const submitted = ingest.submit(traceRequest([span(1)]));
  await store.reach(1);
  store.commits[0]!.finish();

  await expect(submitted).resolves.toMatchObject({ accepted: 1 });
});

test('closing waits for what is in flight and refuses what comes after', async () => {
  const store = new ManualStore();
  const ingest = ingestInto(store);

  const submitted = ingest.submit(traceRequest([span(1)]));
  const closed = ingest.close();
  await expect(ingest.submit(traceRequest([span(2)]))).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
  await store.reach(1);
  store.commits[0]!.finish();

  await closed;
  await expect(submitted).resolves.toMatchObject({ accepted: 1 });
});
