import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OtlpSink, startOtlpSink } from './testing/otlp-sink.test.support.ts';
import { runApp } from './testing/run-app.test.support.ts';

let sink: OtlpSink;

beforeEach(async () => {
  sink = await startOtlpSink();
});

afterEach(() => sink.close());

/** A model that streams and tells no usage unless asked, and an app that reads its stream to the end. */
const STREAMED = `
import OpenAI from 'openai';
const chunk = (rest) => ({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', ...rest });
const word = chunk({ choices: [{ index: 0, delta: { content: 'Paris' }, finish_reason: 'stop' }] });
const usage = chunk({ choices: [], usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 } });
const fetch = async (url, { body }) => {
  const isAsked = JSON.parse(body).stream_options?.include_usage;
  const events = isAsked ? [{ ...word, usage: null }, usage] : [word];
  const text = events.map((event) => 'data: ' + JSON.stringify(event) + '\\n\\n').join('') + 'data: [DONE]\\n\\n';
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } });
};
const read = async () => {
  const client = new OpenAI({ apiKey: 'test', baseURL: 'http://model.test/v1', fetch });
  const messages = [{ role: 'user', content: 'secret-question' }];
  const chunks = [];
  for await (const each of await client.chat.completions.create({ model: 'gpt-4o', stream: true, messages })) chunks.push(each);
  return chunks;
};
diag.setLogger({ error: console.error, warn: console.error, info() {}, debug() {}, verbose() {} });
`;

const TRIES = 5;

/** Again where the machine was so busy that counting took longer than spans wait for it. */
async function app(
  text: string,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly runMs: number }> {
  const options = { env: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url }, dependencies: ['openai'] };
  for (let tries = 1; ; tries++) {
    const end = await runApp(STREAMED + text, options);
    expect(end.code, end.stderr).toBe(0);
    if (tries === TRIES || !end.stderr.includes('counting tokens takes too long')) return end;
    sink.requests.length = 0;
  }
}

const ESTIMATE = {
  'gen_ai.usage.input_tokens': expect.any(Number),
  'gen_ai.usage.output_tokens': 1,
  'tracewright.usage.estimated': true,
  'tracewright.stream.end': 'complete',
};

const ENDS = [
  ['flush()', 'await tracing.flush();'],
  ['process.exit()', 'process.exit(0);'],
  ['shutdown()', 'await tracing.shutdown();'],
  ['a natural end', ''],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? ENDS.slice(0, 2) : ENDS)(
  '%s waits for tokens that are still being counted',
  async (_name, ending) => {
    // The first call loads the tokenizer, however slow the machine is.
    const { stderr } = await app(
      `const tracing = autolog(); await read(); await tracing.flush(); await read(); ${ending}`,
    );
    expect(stderr).toBe('');
    const spans = sink.spans();
    expect(spans.map(({ name, status, attributes }) => ({ name, status: status.code, attributes }))).toEqual([
      { name: 'chat gpt-4o', status: 0, attributes: expect.objectContaining(ESTIMATE) },
      { name: 'chat gpt-4o', status: 0, attributes: expect.objectContaining(ESTIMATE) },
    ]);
    for (const { attributes } of spans) expect(attributes).not.toHaveProperty(['error.type']);
  },
);

test('an estimate has its price, and shows nothing of a content that is not captured', async () => {
  await app(`
    const prices = [{ model: 'gpt-4o', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 }];
    const tracing = autolog({ captureContent: false, prices }); await read(); await tracing.flush();`);
  const [span] = sink.spans();
  expect(span?.attributes).toMatchObject(ESTIMATE);
  expect(span?.attributes['gen_ai.usage.cost']).toBeGreaterThan(0);
  expect(JSON.stringify(span)).not.toMatch(/secret-question|Paris/);
});

test('a thread that is ready to count keeps no process alive', { tags: 'thorough' }, async () => {
  const { runMs } = await app(`const tracing = autolog(); await read(); await tracing.flush(); console.log('done');`);
  expect(runMs).toBeLessThan(2_000);
});

test('without a tokenizer that is said once, and the spans go without an estimate', async () => {
  const text = `
    import Module from 'node:module';
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (name.startsWith('gpt-tokenizer')) throw new Error('not in this bundle');
      return resolve.call(this, name, ...rest);
    };
    const tracing = autolog(); await read(); await read(); await tracing.flush();`;
  const { stderr } = await app(text);
  expect(stderr.match(/cannot be counted/g)).toHaveLength(1);
  expect(sink.spans().map(({ attributes }) => attributes['gen_ai.usage.input_tokens'])).toEqual([undefined, undefined]);
});

test('estimateUsage: false leaves usage out', { tags: 'thorough' }, async () => {
  await app('autolog({ estimateUsage: false }); await read();');
  expect(sink.spans()[0]?.attributes).not.toHaveProperty(['gen_ai.usage.input_tokens']);
});

test('includeUsage: true has the server say it, and the app sees the same chunks', {
  tags: 'thorough',
}, async () => {
  const { stdout } = await app('autolog({ includeUsage: true }); console.log(JSON.stringify(await read()));');
  expect(JSON.parse(stdout)).toEqual([
    {
      id: 'c1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-4o',
      choices: [{ index: 0, delta: { content: 'Paris' }, finish_reason: 'stop' }],
    },
  ]);
  expect(sink.spans()[0]?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 1000 });
  expect(sink.spans()[0]?.attributes).not.toHaveProperty(['tracewright.usage.estimated']);
});
