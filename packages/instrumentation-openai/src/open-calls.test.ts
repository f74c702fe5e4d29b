import { afterEach, expect, test, vi } from 'vitest';
import { contentOf, traced } from './differential.test.support.ts';
import { events, json, serve } from './scripted-server.test.support.ts';
import { sdk } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const ANSWER = { id: '1', model: 'demo', choices: [] };
const CHUNKS = ['Par', 'is'].map((content) => ({
  id: '1',
  model: 'demo',
  choices: [{ index: 0, delta: { content } }],
}));

afterEach(() => vi.useRealTimers());

/** A client of a patched SDK, whose calls the app keeps. */
function kept(
  reply: Parameters<typeof serve>[0],
  work: (scene: {
    client: InstanceType<typeof sdk.OpenAI>;
    server: Awaited<ReturnType<typeof serve>>;
    tracing: Parameters<Parameters<typeof traced>[1]>[2];
    counter: Parameters<Parameters<typeof traced>[1]>[0];
  }) => Promise<void>,
) {
  return traced(sdk, async (counter, _provider, tracing) => {
    const server = await serve(reply);
    try {
      await work({
        client: new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 }),
        server,
        tracing,
        counter,
      });
    } finally {
      server.close();
    }
  });
}

test('a promise that is kept and never awaited is over once its response has come', () =>
  kept(json(ANSWER), async ({ client, server, tracing, counter }) => {
    const promise = client.chat.completions.create(REQUEST);
    await server.cutOff(0);
    // The client sees the response a little after the server has sent it.
    await vi.waitFor(() => {
      tracing.settleOpen(true);
      expect(counter.ended).toHaveLength(1);
    });
    expect(counter.ended[0]?.status.code).toBe(0);
    expect(promise).toBeInstanceOf(Promise);
  }));

test('a stream that was read in part keeps what came of it', () =>
  kept(events(CHUNKS, { endless: true }), async ({ client, tracing, counter }) => {
    const stream = await client.chat.completions.create({ ...REQUEST, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    tracing.settleOpen(true);
    const [span] = counter.ended;
    expect(contentOf(span, 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Par' }] }]);
    expect(span?.attributes).toMatchObject({ 'tracewright.stream.end': 'abandoned', 'tracewright.stream.chunks': 1 });
    expect(span?.status.code).toBe(0);
    // The app may read on: nothing of it is seen any more.
    expect((await iterator.next()).value?.choices[0]?.delta.content).toBe('is');
    await iterator.return?.();
    expect(counter.ended).toHaveLength(1);
  }));

test('a request that is running stays open at the end of the process, and ends where only tracing does', () =>
  kept(
    () => {},
    async ({ client, server, tracing, counter }) => {
      const controller = new AbortController();
      const promise = client.chat.completions.create(REQUEST, { signal: controller.signal });
      await server.arrived(0);
      tracing.settleOpen(true);
      expect(counter.ended).toHaveLength(0);
      tracing.settleOpen(false);
      expect(counter.ended.map(({ status }) => status.code)).toEqual([0]);
      controller.abort();
      await expect(promise).rejects.toThrow('aborted');
      expect(counter.ended).toHaveLength(1);
    },
  ));

test('a stream that nobody begins to read ends after a while; one that is read may take its time', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  await kept(events(CHUNKS, { endless: true }), async ({ client, tracing, counter }) => {
    tracing.setConfig({ estimateUsage: false, unreadStreamTimeoutMs: 1_000 });
    const unread = await client.chat.completions.create({ ...REQUEST, stream: true });
    const read = await client.chat.completions.create({ ...REQUEST, stream: true });
    const iterator = read[Symbol.asyncIterator]();
    await iterator.next();

    vi.advanceTimersByTime(900);
    expect(counter.ended).toHaveLength(0);
    vi.advanceTimersByTime(600);
    expect(counter.ended.map(({ attributes }) => attributes['tracewright.stream.end'])).toEqual(['abandoned']);

    await iterator.return?.();
    expect(counter.ended.map(({ attributes }) => attributes['tracewright.stream.end'])).toEqual([
      'abandoned',
      'cancelled',
    ]);
    unread.controller.abort();
  });
});

test('branches of a stream that nobody begins to read are no reading', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  await kept(events(CHUNKS), async ({ client, tracing, counter }) => {
    tracing.setConfig({ estimateUsage: false, unreadStreamTimeoutMs: 1_000 });
    const branches = (await client.chat.completions.create({ ...REQUEST, stream: true })).tee();
    vi.advanceTimersByTime(1_500);
    expect(counter.ended.map(({ attributes }) => attributes['tracewright.stream.end'])).toEqual(['abandoned']);
    expect(branches).toHaveLength(2);
  });
});

test('a time-out without an end is looked after seldom, rather than at every millisecond', async () => {
  const timers = vi.spyOn(globalThis, 'setInterval');
  const server = await serve(json(ANSWER));
  try {
    await traced(
      sdk,
      async () => {
        const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 });
        await client.chat.completions.create(REQUEST);
      },
      { estimateUsage: false, unreadStreamTimeoutMs: Number.POSITIVE_INFINITY },
    );
    expect(timers.mock.calls.map(([, delayMs]) => delayMs)).toEqual([2 ** 31 - 1]);
  } finally {
    timers.mockRestore();
    server.close();
  }
});
