import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { contentRules, type ModelRun, startStep, withModelRun } from '@tracewright/instrumentation-core';
import { expect, test } from 'vitest';
import { contentOf, type SpanCounter, traced } from './differential.test.support.ts';
import { events, inTurn, json, type Reply, serve } from './scripted-server.test.support.ts';
import { type Client, sdk } from './sdk-under-test.test.support.ts';

const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: 'Which city?' }] };
const ANSWER = {
  id: 'chatcmpl-1',
  model: 'demo-2026',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Paris' } }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
};
const refused = json({ error: { message: 'slow down' } }, 429);

interface Scene {
  readonly run: ModelRun;
  readonly client: Client;
  readonly counter: SpanCounter;
  /** Runs work as a framework does that serves the run. */
  readonly serving: <T>(work: () => T) => T;
}

/** A framework's run, a patched SDK and a server. */
async function withRun(reply: Reply, work: (scene: Scene) => Promise<void>, isShared = false): Promise<void> {
  const server = await serve(reply);
  try {
    await traced(sdk, async (counter, provider: BasicTracerProvider) => {
      const start = { name: 'ChatModel', kind: 'llm', otelKind: SpanKind.CLIENT, parent: ROOT_CONTEXT } as const;
      const run: ModelRun = {
        step: startStep(provider.getTracer('framework'), start, contentRules({})),
        state: 'open',
        isShared,
      };
      const client = new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 });
      await work({ run, client, counter, serving: (call) => context.with(withModelRun(run.step.context, run), call) });
    });
  } finally {
    server.close();
  }
}

test('a call that serves a run is written into the step of the run, which stays open', async () => {
  await withRun(json(ANSWER), async ({ run, client, counter, serving }) => {
    const promise = serving(() => client.chat.completions.create(REQUEST));
    expect(run.state).toBe('calling');
    await promise;
    expect(run.state).toBe('served');
    expect(counter.started).toBe(1);
    expect(run.step.isEnded).toBe(false);
    run.step.end();
    expect(counter.ended[0]?.name).toBe('ChatModel');
    expect(counter.ended[0]?.attributes).toMatchObject({
      'gen_ai.request.model': 'demo',
      'gen_ai.response.model': 'demo-2026',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.provider.name': 'custom',
    });
    expect(contentOf(counter.ended[0], 'gen_ai.output.messages')).toMatchObject([{ role: 'assistant' }]);
  });
});

test('a stream that serves a run tells its time to first chunk', async () => {
  const chunk = {
    id: '1',
    model: 'demo-2026',
    choices: [{ index: 0, delta: { content: 'Paris' }, finish_reason: 'stop' }],
  };
  await withRun(events([chunk]), async ({ run, client, counter, serving }) => {
    const stream = await serving(() => client.chat.completions.create({ ...REQUEST, stream: true }));
    for await (const _ of stream) expect(run.state).toBe('calling');
    expect(run.state).toBe('served');
    run.step.end();
    expect(counter.ended[0]?.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
    expect(counter.ended[0]?.attributes['tracewright.stream.end']).toBe('complete');
  });
});

test('a failed call is an event of the run, and the next call may serve it', async () => {
  await withRun(inTurn(refused, refused, json(ANSWER)), async ({ run, client, counter, serving }) => {
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(serving(() => client.chat.completions.create(REQUEST))).rejects.toThrow('slow down');
      expect(run.state).toBe('open');
    }
    await serving(() => client.chat.completions.create(REQUEST));
    expect(run.state).toBe('served');
    run.step.end();
    const [span] = counter.ended;
    const attempt = {
      'tracewright.attempt.status': 429,
      'tracewright.attempt.wait_ms': expect.any(Number),
      'error.type': 'RateLimitError',
    };
    expect(span?.events.map((event) => [event.name, event.attributes])).toEqual([
      ['tracewright.attempt', attempt],
      ['tracewright.attempt', attempt],
    ]);
    expect(span?.attributes['http.request.resend_count']).toBe(2);
    expect(span?.status.code).toBe(0);
    expect(counter.started).toBe(1);
  });
});

test('a second call beside or after the one that serves gets a span of its own, under the run', async () => {
  await withRun(json(ANSWER), async ({ run, client, counter, serving }) => {
    await Promise.all([
      serving(() => client.chat.completions.create(REQUEST)),
      serving(() => client.chat.completions.create(REQUEST)),
    ]);
    await serving(() => client.chat.completions.create(REQUEST));
    const runId = run.step.span.spanContext().spanId;
    expect(counter.ended.map((span) => span.parentSpanContext?.spanId)).toEqual([runId, runId]);
    run.step.end();
  });
});

test('a call that serves several runs has a span of its own, which alone has the usage', async () => {
  await withRun(
    json(ANSWER),
    async ({ run, client, counter, serving }) => {
      await serving(() => client.chat.completions.create(REQUEST));
      expect(run.state).toBe('served');
      run.step.end();
      expect(counter.ended.map((span) => [span.name, span.attributes['gen_ai.usage.input_tokens']])).toEqual([
        ['chat demo', 100],
        ['ChatModel', undefined],
      ]);
    },
    true,
  );
});

test('embeddings have no run to serve', async () => {
  const answer = { object: 'list', model: 'embed', data: [], usage: { prompt_tokens: 1, total_tokens: 1 } };
  await withRun(json(answer), async ({ run, client, counter, serving }) => {
    await serving(() => client.embeddings.create({ model: 'embed', input: 'x' }));
    expect(run.state).toBe('open');
    expect(counter.ended.map((span) => span.name)).toEqual(['embeddings embed']);
    run.step.end();
  });
});

test('the request is made under the span, and the app goes on under its own', async () => {
  await traced(sdk, async (counter) => {
    let active: string | undefined;
    const client = new sdk.OpenAI({
      apiKey: 'test',
      baseURL: 'http://model.test/v1',
      fetch: async () => {
        active = trace.getActiveSpan()?.spanContext().spanId;
        return Response.json(ANSWER);
      },
    });
    await client.chat.completions.create(REQUEST);
    expect(active).toBe(counter.ended[0]?.spanContext().spanId);
    expect(trace.getActiveSpan()).toBeUndefined();
  });
});

test('where a framework calls again after a failure, the time to the first chunk began with the first call', async () => {
  const chunk = { id: '1', model: 'demo', choices: [{ index: 0, delta: { content: 'Paris' }, finish_reason: 'stop' }] };
  await withRun(inTurn(refused, events([chunk])), async ({ run, client, counter, serving }) => {
    const ask = () => serving(() => client.chat.completions.create({ ...REQUEST, stream: true }));
    await expect(ask()).rejects.toThrow();
    const firstFailedAfterMs = performance.now() - run.step.startMs;

    for await (const _ of await ask()) {
      // Read to the end.
    }

    run.step.end();
    const seconds = Number(counter.ended[0]?.attributes['gen_ai.response.time_to_first_chunk']);
    expect(seconds * 1_000).toBeGreaterThan(firstFailedAfterMs);
  });
});

test('the last failure of a run that nobody tries again is told at its end, without a wait', async () => {
  await withRun(refused, async ({ run, client, counter, serving }) => {
    await expect(serving(() => client.chat.completions.create(REQUEST))).rejects.toThrow('slow down');
    run.beforeEnd?.('error');
    run.step.end();
    expect(counter.ended[0]?.events.map((event) => event.attributes)).toEqual([
      { 'tracewright.attempt.status': 429, 'error.type': 'RateLimitError' },
    ]);
  });
});

test('a stream that still comes in when its run is left is written down before the run ends', async () => {
  const chunk = { id: '1', model: 'demo', choices: [{ index: 0, delta: { content: 'Par' } }] };
  await withRun(events([chunk], { endless: true }), async ({ run, client, counter, serving }) => {
    const stream = await serving(() => client.chat.completions.create({ ...REQUEST, stream: true }));
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    run.beforeEnd?.('cancelled');
    run.step.end();
    expect(run.state).toBe('served');
    expect(contentOf(counter.ended[0], 'gen_ai.output.messages')).toMatchObject([{ parts: [{ content: 'Par' }] }]);
    expect(counter.ended[0]?.attributes).toMatchObject({
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'tracewright.stream.chunks': 1,
      'tracewright.stream.end': 'cancelled',
    });
    await iterator.return?.();
  });
});
