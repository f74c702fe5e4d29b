import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askerSignal } from './asker.ts';
import { listen } from './listen.ts';
import { MemorySpanStore } from './storage/spans/memory/memory-span-store.ts';
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

test('what changes something is done to its end', async () => {
  const spans = new SlowStore();
  const app = testApp({ api: { spans } });
  const gone = AbortSignal.abort();
  const res = await app.request('/api/v1/traces/delete?filter=name%3Da', { method: 'POST', signal: gone });
  expect(res.status).toBe(200);
  expect(await spans.asked.promise).toBeUndefined();
});
