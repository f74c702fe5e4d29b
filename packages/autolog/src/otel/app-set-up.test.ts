import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OtlpSink, startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { runApp } from '../testing/run-app.test.support.ts';

let sink: OtlpSink;

beforeEach(async () => {
  sink = await startOtlpSink();
});

afterEach(() => sink.close());

/** A set-up of the app's own, as NodeSDK would make it; `seen` is what it exports. */
const APP_SET_UP = `
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { AlwaysOffSampler, InMemorySpanExporter, ParentBasedSampler, TraceIdRatioBasedSampler, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
const seen = new InMemorySpanExporter();
const setUp = (more = {}) => new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(seen)], ...more }).register();
const start = () => autolog({ openai: false, langchain: false });
const names = () => seen.getFinishedSpans().map(({ name }) => name);
`;

async function printed(text: string): Promise<unknown> {
  const { code, stdout, stderr } = await runApp(APP_SET_UP + text, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout.trim());
}

const sent = () => sink.spans().map(({ name }) => name);

test('without a set-up of the app its spans and ours are one tree', async () => {
  await printed(`
    const { tracerProvider } = start();
    await trace.getTracer('app').startActiveSpan('outer', async (outer) => {
      await null;
      tracerProvider.getTracer('ours').startSpan('inner').end();
      outer.end();
    });
    console.log('{}');`);
  const [inner, outer] = sink.spans();
  expect([inner?.name, outer?.name]).toEqual(['inner', 'outer']);
  expect(inner?.parentSpanId).toBe(outer?.spanId);
  expect(inner?.traceId).toBe(outer?.traceId);
});

test('a set-up that was there before keeps all its spans, and gets none of ours', async () => {
  const result = await printed(`
    setUp(); const { tracerProvider } = start();
    trace.getTracer('app').startActiveSpan('app', (span) => {
      tracerProvider.getTracer('ours').startSpan('ours').end();
      span.end();
    });
    console.log(JSON.stringify(names()));`);
  expect(result).toEqual(['app']);
  expect(sent()).toEqual(['ours']);
});

test('a set-up that starts later takes over, also for tracers handed out before, and prints no error', async () => {
  const result = await printed(`
    const { tracerProvider } = start();
    const early = trace.getTracer('early');
    early.startSpan('before').end();
    setUp();
    early.startSpan('after').end();
    trace.getTracer('late').startActiveSpan('active', (span) => {
      tracerProvider.getTracer('ours').startSpan('ours').end();
      span.end();
    });
    console.log(JSON.stringify(names()));`);
  expect(result).toEqual(['after', 'active']);
  expect(sent()).toEqual(['before', 'ours']);
});

test('under an unsampled span of the app ours are recorded, with the same trace id and the flag left at 0', async () => {
  const traceId = await printed(`
    setUp({ sampler: new AlwaysOffSampler() }); const { tracerProvider } = start();
    trace.getTracer('app').startActiveSpan('app', (span) => {
      const ours = tracerProvider.getTracer('ours');
      ours.startActiveSpan('outer', (outer) => { ours.startSpan('inner').end(); outer.end(); });
      span.end();
      console.log(JSON.stringify(span.spanContext().traceId));
    });`);
  expect(sink.spans()).toMatchObject([
    { name: 'inner', traceId },
    { name: 'outer', traceId },
  ]);
  for (const { flags } of sink.spans()) expect(flags & 1).toBe(0);
});

/** A root of ours with a span of the app's inside it, as an instrumented `fetch` makes it. */
const CALLS = `
    const call = (name) => tracing.tracerProvider.getTracer('ours').startActiveSpan(name, (ours) => {
      trace.getTracer('app').startSpan('fetch in ' + name).end();
      ours.end();
    });`;

const SAMPLERS = [
  [1, 'before', 'setUp({ sampler }); const tracing = start();', ['fetch in a']],
  [0, 'after', 'const tracing = start(); setUp({ sampler });', []],
  [0, 'before', 'setUp({ sampler }); const tracing = start();', []],
  [1, 'after', 'const tracing = start(); setUp({ sampler });', ['fetch in a']],
] as const;

test.each(process.env.TRACEWRIGHT_THOROUGH === undefined ? SAMPLERS.slice(0, 2) : SAMPLERS)(
  "the app's sampler with ratio %d, set up %s autolog(), decides on the app's spans inside ours",
  async (...given) => {
    const [ratio, , order, expected] = given;
    const sampler = `new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(${ratio}) })`;
    const result = await printed(`
    const sampler = ${sampler};
    ${order} ${CALLS} call('a');
    console.log(JSON.stringify(names()));`);
    expect(result).toEqual(expected);
    expect(sent()).toEqual(['a']);
    expect(sink.spans().map(({ flags }) => flags & 1)).toEqual([ratio]);
  },
);

test("with provider 'global' everything goes through the app's provider and flush() flushes it", async () => {
  const result = await printed(`
    const { tracerProvider, flush } = autolog({ openai: false, langchain: false, provider: 'global' });
    setUp();
    tracerProvider.getTracer('ours').startSpan('ours').end();
    await flush();
    console.log(JSON.stringify(names()));`);
  expect(result).toEqual(['ours']);
  expect(sent()).toEqual([]);
});

test("after shutdown() the app's spans are its own again", { tags: 'thorough' }, async () => {
  const result = await printed(`
    const tracer = trace.getTracer('app');
    const tracing = start();
    const joined = trace.getTracer('joined');
    await tracing.shutdown();
    joined.startSpan('lost').end();
    setUp();
    tracer.startSpan('a').end(); joined.startSpan('b').end();
    console.log(JSON.stringify(names()));`);
  expect(result).toEqual(['a', 'b']);
  expect(sent()).toEqual([]);
});

test('our own requests make no spans, not even with http instrumented', async () => {
  await printed(`
    import http from 'node:http';
    const request = http.request;
    const tracing = start();
    const tracer = trace.getTracer('http');
    http.request = (...given) => { tracer.startSpan('POST').end(); return request(...given); };
    tracer.startSpan('app').end();
    await tracing.flush(); await tracing.flush();
    console.log('{}');`);
  expect(sent()).toEqual(['app']);
});
