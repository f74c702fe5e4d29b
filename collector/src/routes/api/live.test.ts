import { expect, test } from 'vitest';
import type { Authorize } from '../../authorize.ts';
import { ApiError } from '../../errors.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { authorizeEveryone } from '../../testing/stand-in-authorize.ts';
import { testApp } from '../../testing/test-app.ts';

/** Reads events off a stream, comments left out. */
async function* eventsOf(res: Response): AsyncGenerator<{ event: string; data: string; id: string }> {
  let text = '';
  for await (const piece of res.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (block.startsWith(':')) continue;
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? '';
      yield { event: field('event'), data: field('data'), id: field('id') };
    }
  }
}

const tracesIn = ({ data }: { data: string }) =>
  (JSON.parse(data) as { changed: { traceId: string }[] }).changed.map((trace) => trace.traceId);

test('new traces that match are told as they come, and a listener that comes back misses none', async () => {
  const spans = new MemorySpanStore();
  const app = testApp({ api: { spans } });
  await store(spans, testSpan({}));
  const listen = (headers: Record<string, string> = {}) => app.request('/api/v1/live?filter=name%3Da', { headers });

  const events = eventsOf(await listen());
  const first = events.next();
  await store(spans, testSpan({ traceId: traceId(2), name: 'a' }), testSpan({ traceId: traceId(3), name: 'b' }));
  const { value } = await first;
  expect(value).toMatchObject({ event: 'traces' });
  expect(tracesIn(value!)).toEqual([traceId(2)]);
  await events.return(undefined);

  await store(spans, testSpan({ traceId: traceId(4), name: 'a' }));
  const again = eventsOf(await listen({ 'last-event-id': value!.id }));
  expect(tracesIn((await again.next()).value!)).toEqual([traceId(4)]);
  await again.return(undefined);
});

test('whoever may no longer come in hears no more', async () => {
  const spans = new MemorySpanStore();
  const isIn = { now: true };
  const authorize: Authorize = async (...asked) => {
    if (!isIn.now) throw new ApiError('UNAUTHENTICATED', 'the session is over');
    return authorizeEveryone()(...asked);
  };
  const app = testApp({ api: { spans }, border: { authorize } });
  const events = eventsOf(await app.request('/api/v1/live'));
  const first = events.next();
  await store(spans, testSpan({}));
  expect(tracesIn((await first).value!)).toEqual([traceId(1)]);

  isIn.now = false;
  await store(spans, testSpan({ traceId: traceId(2) }));
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test('a running trace is told as it grows, and that it is gone', async () => {
  const spans = new MemorySpanStore();
  const app = testApp({ api: { spans } });
  await store(spans, testSpan({ isPending: true }));
  const events = eventsOf(await app.request(`/api/v1/traces/${traceId(1)}/live`));
  const told = async () => {
    const { value } = await events.next();
    return value!.data === '' ? value!.event : (JSON.parse(value!.data) as { trace: object }).trace;
  };
  expect(await told()).toMatchObject({ status: 'running', spanCount: 1 });
  await store(spans, testSpan({ spanId: spanId(2), parentSpanId: spanId(1) }));
  expect(await told()).toMatchObject({ status: 'running', spanCount: 2 });
  await store(spans, testSpan({ statusCode: 1 }));
  expect(await told()).toMatchObject({ status: 'ok', spanCount: 2 });
  await spans.deleteTraces('default', [traceId(1)]);
  expect(await told()).toBe('gone');
  expect((await events.next()).done).toBe(true);
});

test('what cannot be listened to is refused before the stream begins', async () => {
  expect((await testApp().request('/api/v1/live?filter=(')).status).toBe(400);
  expect((await testApp().request(`/api/v1/traces/${traceId(1)}/live`)).status).toBe(404);
});
