import { expect, test } from 'vitest';
import { type SpanCounter, traced } from './differential.test.support.ts';
import { collectUntil } from './garbage.test.support.ts';
import { events, json, type Reply, type ScriptedServer, serve } from './scripted-server.test.support.ts';
import { type Client, sdk } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const ANSWER = {
  id: '1',
  model: 'demo',
  choices: [{ index: 0, finish_reason: 'stop', message: { content: 'Paris' } }],
};
const CHUNKS = ['Par', 'is'].map((content) => ({
  id: '1',
  model: 'demo',
  choices: [{ index: 0, delta: { content } }],
}));

async function scene(
  reply: Reply,
  work: (client: Client, server: ScriptedServer, counter: SpanCounter) => Promise<void>,
) {
  const server = await serve(reply);
  try {
    await traced(sdk, async (counter) => {
      await work(new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 }), server, counter);
      await garbageCollected(counter);
      expect([counter.started, counter.ended.length]).toEqual([1, 1]);
    });
  } finally {
    server.close();
  }
}

function garbageCollected(counter: SpanCounter): Promise<void> {
  return collectUntil(() => counter.ended.length === counter.started);
}

/** Long enough for anything that is no longer held to be found. */
function garbageCollectedForAWhile(): Promise<void> {
  return collectUntil(() => false, 5);
}

test('a stream that is dropped in the middle, without a word, ends as abandoned', async () => {
  await scene(events(CHUNKS, { endless: true }), async (client, _server, counter) => {
    await (async () => {
      const stream = await client.chat.completions.create({ ...REQUEST, stream: true });
      await stream[Symbol.asyncIterator]().next();
    })();
    await garbageCollected(counter);
    expect(counter.ended[0]?.attributes).toMatchObject({
      'tracewright.stream.end': 'abandoned',
      'tracewright.stream.chunks': 1,
      'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"Par"}]}]',
    });
  });
});

test('a stream lives as long as somebody holds its iterator', async () => {
  await scene(events(CHUNKS), async (client, _server, counter) => {
    const iterator = await (async () => {
      const stream = await client.chat.completions.create({ ...REQUEST, stream: true });
      return stream[Symbol.asyncIterator]();
    })();
    await garbageCollectedForAWhile();
    expect(counter.ended).toHaveLength(0);
    const texts: unknown[] = [];
    for (let item = await iterator.next(); !item.done; item = await iterator.next()) {
      texts.push(item.value.choices[0]?.delta.content);
    }
    expect(texts).toEqual(['Par', 'is']);
    expect(counter.ended[0]?.attributes['tracewright.stream.end']).toBe('complete');
  });
});

test('a promise may be awaited long after its answer has come', async () => {
  await scene(json(ANSWER), async (client, server, counter) => {
    const promise = client.chat.completions.create(REQUEST);
    await server.cutOff(0);
    await garbageCollectedForAWhile();
    expect(counter.ended).toHaveLength(0);
    expect((await promise).choices[0]?.message.content).toBe('Paris');
    expect(counter.ended[0]?.attributes['gen_ai.response.model']).toBe('demo');
  });
});

test('a promise that is awaited twice, or by several, is one call', async () => {
  await scene(json(ANSWER), async (client) => {
    const promise = client.chat.completions.create(REQUEST);
    const [first, second] = await Promise.all([promise, promise.then((answer) => answer)]);
    expect(first).toBe(second);
    expect(await promise).toBe(first);
  });
});

/** The only ended span, which the counter forgets. */
function takeEnded(counter: SpanCounter): WeakRef<object> {
  const [span] = counter.ended.splice(0);
  counter.started = 0;
  if (span === undefined) throw new Error('no span has ended');
  return new WeakRef(span);
}

test('a promise that the app keeps does not keep the span of its call', async () => {
  await scene(json(ANSWER), async (client, _server, counter) => {
    const kept = client.chat.completions.create(REQUEST);
    await kept;
    const span = takeEnded(counter);
    // A reference that is looked at holds what it refers to until the next turn of the event loop.
    await garbageCollectedForAWhile();
    expect(span.deref() === undefined).toBe(true);
    expect((await kept).choices[0]?.message.content).toBe('Paris');
    await client.chat.completions.create(REQUEST);
  });
});
