import type { Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { type Client, compare, SDKS, type Sdk } from './differential.test.support.ts';
import { OpenAIInstrumentation, type OpenAIInstrumentationConfig } from './index.ts';
import { events, json, type Reply, serve } from './scripted-server.test.support.ts';

const SECRET = 'the Zanzibar card';
const REQUEST = { model: 'demo', messages: [{ role: 'user' as const, content: `Charge ${SECRET}` }] };
const ANSWER = {
  id: '1',
  model: 'demo',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: `Charged ${SECRET}` } }],
};
const CHUNK = { id: '1', model: 'demo', choices: [{ index: 0, delta: { content: `Charged ${SECRET}` } }] };

const redact = (text: string) => text.replaceAll(SECRET, '[card]');

const fails = (): string => {
  throw new Error(`redaction failed on ${SECRET}`);
};

/** A provider of somebody else's that passes on at once whatever a span is told. */
function eagerProvider(told: unknown[]): TracerProvider {
  const span: Span = {
    spanContext: () => ({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }),
    isRecording: () => true,
    setAttribute: (...args) => note(args),
    setAttributes: (...args) => note(args),
    addEvent: (...args) => note(args),
    addLink: (...args) => note(args),
    addLinks: (...args) => note(args),
    setStatus: (...args) => note(args),
    updateName: (...args) => note(args),
    recordException: (...args) => void note(args),
    end: (...args) => void note(args),
  };
  const note = (args: readonly unknown[]): Span => {
    told.push(args);
    return span;
  };
  const startSpan: Tracer['startSpan'] = (...args) => note(args);
  return { getTracer: () => ({ startSpan }) as Tracer };
}

/** What somebody else's provider is told in the course of a call. */
async function toldAbout(
  sdk: Sdk,
  reply: Reply,
  run: (client: Client) => Promise<unknown>,
  config: OpenAIInstrumentationConfig,
): Promise<string> {
  const told: unknown[] = [];
  const server = await serve(reply);
  const instrumentation = new OpenAIInstrumentation(config);
  try {
    instrumentation.setTracerProvider(eagerProvider(told));
    instrumentation.manuallyInstrument(sdk);
    await run(new sdk.OpenAI({ apiKey: 'test', baseURL: server.baseUrl, maxRetries: 0 })).catch(() => {});
    await instrumentation.forceFlush();
  } finally {
    instrumentation.disable();
    server.close();
  }
  return JSON.stringify(told);
}

/** `JSON.parse` quotes what it cannot read. */
const notJson: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(SECRET);
};

const ask = (client: Client) => client.chat.completions.create(REQUEST);

async function readStream(client: Client): Promise<void> {
  for await (const _ of await client.chat.completions.create({ ...REQUEST, stream: true }));
}

describe.each(SDKS)('redaction, %s', (_name, sdk) => {
  test.each([
    ['an answer', json(ANSWER), ask],
    ['a stream', events([CHUNK]), readStream],
    ['an error that quotes the prompt', json({ error: { message: `no ${SECRET}` } }, 400), ask],
    ['a body that is not JSON', notJson, ask],
  ])('no provider is ever told what is redacted: %s', async (_case, reply, run) => {
    const told = await toldAbout(sdk, reply, run, { redact });
    expect(told).toContain('[card]');
    expect(told).not.toContain('Zanzibar');
  });

  test.each([
    ['an answer', json(ANSWER), ask],
    ['an error', json({ error: { message: `no ${SECRET}` } }, 400), ask],
  ])('what could not be redacted is dropped, and so is the reason: %s', async (_case, reply, run) => {
    const told = await toldAbout(sdk, reply, run, { redact: fails });
    expect(told).toContain('gen_ai.request.model');
    expect(told).not.toContain('Zanzibar');
    expect(told).not.toContain('redaction failed');
  });

  test('the app sees everything as it was, and is told the place of each text', async () => {
    const places = new Set<string>();
    const call = { id: 'c1', type: 'function', function: { name: 'pay', arguments: `{"card":"${SECRET}"}` } };
    const message = { role: 'assistant', content: `Charged ${SECRET}`, tool_calls: [call] };
    await compare(sdk, {
      reply: json({ ...ANSWER, choices: [{ index: 0, finish_reason: 'tool_calls', message }] }),
      run: ask,
      config: {
        redact: (text, { attribute, path }) => {
          places.add(`${attribute} ${path}`);
          return redact(text);
        },
      },
    });
    expect(places).toContain('gen_ai.input.messages 0.parts.0.content');
    expect(places).toContain('gen_ai.output.messages 0.parts.0.content');
    expect(places).toContain('gen_ai.output.messages 0.parts.1.arguments.card');
  });

  test('a redaction that fails changes nothing for the app', async () => {
    const [span] = await compare(sdk, { reply: json(ANSWER), run: ask, config: { redact: fails } });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.input.messages']);
    expect(span?.attributes).toMatchObject({ 'gen_ai.response.finish_reasons': ['stop'] });
  });
});
