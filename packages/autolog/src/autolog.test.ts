import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OtlpSink, startOtlpSink } from './testing/otlp-sink.test.support.ts';
import { type AppOptions, runApp } from './testing/run-app.test.support.ts';

let sink: OtlpSink;

beforeEach(async () => {
  sink = await startOtlpSink();
});

afterEach(() => sink.close());

/** `diagnosed` collects what `diag` says; `plain` are options that patch nothing. */
const PRELUDE = `
const diagnosed = [];
const note = (level) => (message) => { diagnosed.push(level + ' ' + message); };
diag.setLogger({ error: note('error'), warn: note('warn'), info() {}, debug() {}, verbose() {} });
const plain = { openai: false, langchain: false };
`;

/** A model server in the app's own process, and a call of it. */
const CALL = `
import http from 'node:http';
const server = http.createServer((request, response) => request.resume().on('end', () => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id: 'c1', object: 'chat.completion', created: 1, model: 'demo-small',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Paris' } }],
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 } }));
}));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = 'http://127.0.0.1:' + server.address().port + '/v1';
const ask = (OpenAI) => new OpenAI({ apiKey: 'test', baseURL })
  .chat.completions.create({ model: 'demo-small', messages: [{ role: 'user', content: 'Which city?' }] });
const prices = [{ model: 'demo-*', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 }];
`;

async function app(text: string, options: AppOptions = {}) {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, ...options.env };
  const end = await runApp(PRELUDE + text, { ...options, env });
  expect(end.code, end.stderr).toBe(0);
  return { ...end, printed: end.stdout.trim() === '' ? undefined : (JSON.parse(end.stdout) as unknown) };
}

test('a call of the SDK imported before is one span with its content, usage and cost', async () => {
  await app(
    `${CALL} import OpenAI from 'openai';
    autolog({ experiment: 'cities', prices });
    await ask(OpenAI);
    server.close(); process.exit(0);`,
    { dependencies: ['openai'] },
  );
  const spans = sink.spans();
  expect(spans).toHaveLength(1);
  expect(spans[0]).toMatchObject({
    name: 'chat demo-small',
    attributes: {
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.cost': 0.003,
      'tracewright.cost.input': 0.002,
      'tracewright.cost.output': 0.001,
      'tracewright.cost.source': 'override',
    },
    resource: { 'tracewright.experiment': 'cities', 'telemetry.sdk.language': 'nodejs' },
  });
  expect(spans[0]?.attributes['gen_ai.input.messages']).toContain('Which city?');
  expect(sink.requests[0]?.headers['x-tracewright-experiment']).toBe('cities');
});

test('a LangChain run, the call it makes and the steps of the app are one tree and one bill, and belong to one session', async () => {
  await app(
    `${CALL} import { ChatOpenAI } from '@langchain/openai';
    import { ChatPromptTemplate } from '@langchain/core/prompts';
    import { trace as step, withPrompt, withRun, withSession, withTags } from '@tracewright/autolog';
    autolog({ prices });
    const model = new ChatOpenAI({ model: 'demo-small', apiKey: 'test', configuration: { baseURL } });
    const chain = ChatPromptTemplate.fromTemplate('{q}').pipe(model);
    await withSession('s1', () => withTags(['a'], () => withRun('r1', () => withPrompt({ name: 'city', version: 2 }, () =>
      trace.getTracer('app').startActiveSpan('request', async (span) => {
        await step('answer', () => chain.invoke({ q: 'Which city?' }, { tags: ['b'] }));
        span.end();
      })))));
    server.close(); process.exit(0);`,
    { dependencies: ['@langchain/openai', '@langchain/core'] },
  );
  const spans = sink.spans();
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual(['request']);
  expect(spans.length).toBeGreaterThanOrEqual(5);
  for (const { attributes } of spans) {
    expect(attributes).toMatchObject({ 'session.id': 's1', 'tracewright.run_id': 'r1', 'gen_ai.prompt.name': 'city' });
  }
  expect(new Set(spans.map(({ attributes }) => String(attributes['tracewright.tags'])))).toEqual(new Set(['a', 'a,b']));
  expect(spans.filter(({ attributes }) => attributes['gen_ai.usage.cost'] !== undefined)).toMatchObject([
    { name: 'chat demo-small', attributes: { 'gen_ai.usage.cost': 0.003 } },
  ]);
});

test('a span that ends before the price list is there gets its cost before it is sent', async () => {
  await app(`const tracing = autolog({ ...plain, prices: [{ model: 'm', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 }] });
    const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 1000000 };
    trace.getTracer('app').startSpan('early', { attributes }).end();
    await tracing.flush();`);
  expect(sink.spans()[0]?.attributes['gen_ai.usage.cost']).toBe(1);
});

test('registered by --import, the SDK of a CJS dependency and content options from the environment hold', async () => {
  await app(
    `${CALL} import { createRequire } from 'node:module';
    await ask(createRequire(import.meta.url)('openai')); server.close(); process.exit(0);`,
    {
      flags: ['--import', '@tracewright/autolog/register'],
      env: {
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false',
        OTEL_SERVICE_NAME: 'shop',
        OTEL_RESOURCE_ATTRIBUTES: 'team=search',
        TRACEWRIGHT_EXPERIMENT: 'from-env',
      },
    },
  );
  expect(sink.spans()).toMatchObject([
    {
      name: 'chat demo-small',
      resource: { 'service.name': 'shop', team: 'search', 'tracewright.experiment': 'from-env' },
    },
  ]);
  expect(sink.requests[0]?.body.toString()).not.toContain('Which city?');
});

test('shutdown() restores the originals, and autolog() can begin anew', async () => {
  const { printed } = await app(
    `${CALL} import OpenAI from 'openai';
    const original = OpenAI.Chat.Completions.prototype.create;
    const tracing = autolog();
    const isPatched = OpenAI.Chat.Completions.prototype.create !== original;
    await tracing.shutdown();
    const isRestored = OpenAI.Chat.Completions.prototype.create === original;
    await ask(OpenAI);
    const again = autolog();
    await ask(OpenAI);
    await again.shutdown(); await again.shutdown(); await tracing.flush();
    console.log(JSON.stringify([isPatched, isRestored, again !== tracing])); server.close();`,
    { dependencies: ['openai'] },
  );
  expect(printed).toEqual([true, true, true]);
  expect(sink.spans()).toHaveLength(1);
});

test('a second call returns the same tracing, and warns only if its options differ', async () => {
  const { printed } = await app(`const first = autolog(plain);
    const same = autolog({ openai: false, langchain: false }) === first; const before = diagnosed.length;
    const other = autolog({ ...plain, experiment: 'other' }) === first;
    console.log(JSON.stringify([same, before, other, diagnosed.length]));`);
  expect(printed).toEqual([true, 0, true, 1]);
});

test('OTEL_SDK_DISABLED makes everything inert', async () => {
  const { printed } = await app(
    `import OpenAI from 'openai';
    const { create } = OpenAI.Chat.Completions.prototype;
    const tracing = autolog();
    trace.getTracer('app').startSpan('app').end();
    tracing.tracerProvider.getTracer('app').startSpan('app').end();
    await tracing.flush(); await tracing.shutdown();
    console.log(JSON.stringify([OpenAI.Chat.Completions.prototype.create === create, process.listenerCount('exit')]));`,
    { env: { OTEL_SDK_DISABLED: 'true' }, dependencies: ['openai'] },
  );
  expect(printed).toEqual([true, 0]);
  expect(sink.requests).toEqual([]);
});

const MISTAKES = [
  ['a malformed endpoint', `{ ...plain, endpoint: 'no address' }`],
  ['options that are not an object', 'null'],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? MISTAKES.slice(0, 1) : MISTAKES)(
  '%s is reported once, and the app goes on',
  async (_name, options) => {
    const { printed, stderr } = await app(`const tracing = autolog(${options});
    trace.getTracer('app').startSpan('app').end();
    await tracing.flush(); await tracing.shutdown();
    console.log(JSON.stringify(diagnosed));`);
    expect(stderr.match(/tracing could not be set up; the app goes on without it: ./g)).toHaveLength(1);
    expect(printed).toHaveLength(1);
    expect((printed as string[])[0]).toContain('error');
  },
);

test('prices that cannot be used are reported, and spans arrive without a cost', { tags: 'thorough' }, async () => {
  const { printed } = await app(`const tracing = autolog({ ...plain, prices: [{ model: 7 }] });
    trace.getTracer('app').startSpan('app').end();
    await tracing.flush();
    console.log(JSON.stringify(diagnosed));`);
  expect(printed).toHaveLength(1);
  expect(sink.spans()).toHaveLength(1);
});

test('that nothing was patched is said on stderr at the first flush, once', { tags: 'thorough' }, async () => {
  const { stderr } = await app('const tracing = autolog(); await tracing.flush(); await tracing.flush();');
  expect(stderr.split('nothing was patched')).toHaveLength(2);
});

test('that nothing was patched is said at exit, and the app sees no warning of Node', async () => {
  const { stderr } = await app('autolog(); console.log("1");');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('nothing was patched');
});

test('protobuf, gzip and headers of both sources reach the collector', async () => {
  await app(
    `const tracing = autolog({ ...plain, protocol: 'http/protobuf', headers: { 'x-key': 'k' } });
    trace.getTracer('app').startSpan('app').end();
    await tracing.flush();
    trace.getTracer('app').startSpan('at exit').end();`,
    { env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20t' } },
  );
  expect(sink.requests).toHaveLength(2);
  for (const { headers, path, body } of sink.requests) {
    expect(path).toBe('/v1/traces');
    expect(headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-key': 'k',
      authorization: 'Bearer t',
    });
    expect(body.includes(Buffer.from('tracewright.experiment'))).toBe(true);
  }
});

test('a step that still runs when the app shuts tracing down is sent as left behind, not as failed', {
  tags: 'thorough',
}, async () => {
  await app(
    `const tracing = autolog(plain);
    const left = trace.getTracer('app').startSpan('left behind');
    await tracing.shutdown();
    left.end();`,
  );
  expect(sink.spans()).toMatchObject([{ name: 'left behind', status: { code: 0 } }]);
  expect(sink.spans()[0]?.attributes).not.toHaveProperty('tracewright.stream.end');
});

test('after shutdown nobody is told that nothing was patched, since something was', { tags: 'thorough' }, async () => {
  const { stderr } = await app(
    `${CALL} import OpenAI from 'openai';
    const tracing = autolog();
    await ask(OpenAI);
    await tracing.shutdown(); await tracing.flush();
    server.close();`,
    { dependencies: ['openai'] },
  );
  expect(stderr).not.toContain('nothing was patched');
});
