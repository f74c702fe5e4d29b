import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askerSignal } from './asker.ts';
import { listen } from './listen.ts';
import { DiskBlobStore } from './storage/blobs/disk/disk-blob-store.ts';
import { MultipartUploads } from './storage/blobs/multipart-uploads.ts';
import { MemorySpanStore } from './storage/spans/memory/memory-span-store.ts';
import { openTrackingStores } from './storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from './testing/empty-folder.ts';
import { testApp } from './testing/test-app.ts';

/** Tells who asks for a list of traces, and gives none before the asker has gone. */
class SlowStore extends MemorySpanStore {
  readonly asked = Promise.withResolvers<AbortSignal | undefined>();

  override async listTraces(): ReturnType<MemorySpanStore['listTraces']> {
    const signal = askerSignal();
    this.asked.resolve(signal);
    if (signal !== undefined && !signal.aborted) await once(signal, 'abort');
    return { rows: [], hasMore: false, total: 0, isTotalEstimate: false };
  }
}

test('a question is given up when its connection ends', async () => {
  const spans = new SlowStore();
  const server = await listen(testApp({ api: { spans } }).fetch, '127.0.0.1', 0);
  onTestFinished(() => server.close(0));
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`GET /api/v1/traces HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`);
  const signal = await spans.asked.promise;
  expect(signal?.aborted).toBe(false);

  socket.destroy();

  await once(signal!, 'abort');
});

test("a search of MLflow's is given up when its connection ends, though it is a POST", async () => {
  const spans = new SlowStore();
  const stores = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => stores.close());
  const blobs = new DiskBlobStore(emptyFolder());
  const clock = { nowMs: () => 0, wait: async () => {} };
  const mlflow = { stores, blobs, uploads: new MultipartUploads(blobs, () => 'upload'), clock };
  const server = await listen(testApp({ api: { spans, notes: stores.notes }, mlflow }).fetch, '127.0.0.1', 0);
  onTestFinished(() => server.close(0));
  const socket = connect(server.port, '127.0.0.1');
  const location = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } };
  const body = JSON.stringify({ locations: [location] });
  socket.write(
    `POST /api/3.0/mlflow/traces/search HTTP/1.1\r\nHost: localhost:${server.port}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const signal = await spans.asked.promise;
  expect(signal?.aborted).toBe(false);

  socket.destroy();

  await once(signal!, 'abort');
});

test('what changes something is done to its end', async () => {
  const spans = new SlowStore();
  const app = testApp({ api: { spans } });
  const gone = AbortSignal.abort();
  const res = await app.request('/api/v1/traces/delete?filter=name%3Da', { method: 'POST', signal: gone });
  expect(res.status).toBe(200);
  expect(await spans.asked.promise).toBeUndefined();
});
