import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { diag } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import { namesIn, type OtlpSink, startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { exportLane } from './export-lane.ts';

async function setUp(options: { readonly sink?: OtlpSink; readonly timeoutMs?: number } = {}) {
  const sink = options.sink ?? (await startOtlpSink());
  onTestFinished(() => sink.close());
  const settings = { ...exportSettings({ endpoint: sink.url }), timeoutMs: options.timeoutMs ?? 300 };
  const pricing = new SpanPricing();
  const { processor, encoder, sender } = exportLane(settings, pricing);
  const provider = new BasicTracerProvider({ spanProcessors: [processor], resource: resourceFromAttributes({}) });
  return { sink, pricing, processor, encoder, sender, tracer: provider.getTracer('test') };
}

test('10,000 synchronous spans all arrive, in requests of at most 512', async () => {
  const { sink, processor, tracer } = await setUp();
  for (let i = 0; i < 10_000; i++) tracer.startSpan(`span ${i}`).end();
  await processor.forceFlush();
  expect(new Set(sink.spans().map(({ name }) => name)).size).toBe(10_000);
  for (const { body } of sink.requests) expect(body.toString().split('"spanId"').length - 1).toBeLessThanOrEqual(512);
});

test('bodies stay below 4 MiB, even where escaping doubles the text', async () => {
  const { sink, processor, tracer } = await setUp();
  for (let i = 0; i < 200; i++) tracer.startSpan('quotes', { attributes: { text: '"\\'.repeat(25_000) } }).end();
  await processor.forceFlush();
  expect(sink.spans()).toHaveLength(200);
  expect(Math.max(...sink.requests.map(({ body }) => body.length))).toBeLessThan(4 * 1024 * 1024);
});

test('half a batch goes out at once, without a flush', async () => {
  const { sink, tracer } = await setUp();
  for (let i = 0; i < 256; i++) tracer.startSpan('span').end();
  await vi.waitFor(() => expect(sink.requests).toHaveLength(1), { timeout: 900 });
});

test('what ends while a request is on its way waits for more, and is not sent by itself with the answer', async () => {
  const { pricing, sender, tracer } = await setUp();
  await pricing.load();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const sent: number[] = [];
  let answer = (): void => {};
  vi.spyOn(sender, 'send').mockImplementation((_body, spanCount) => {
    sent.push(spanCount);
    return new Promise((resolve) => {
      answer = () => resolve({ outcome: 'sent', reason: '' });
    });
  });
  for (let i = 0; i < 256; i++) tracer.startSpan('span').end();
  vi.advanceTimersByTime(1);
  tracer.startSpan('meanwhile').end();
  answer();
  await new Promise(setImmediate);
  tracer.startSpan('later').end();
  expect(sent).toEqual([256]);
  vi.advanceTimersByTime(2_000);
  expect(sent).toEqual([256, 2]);
});

test('flush resolves only when the collector has answered', async () => {
  const { sink, processor, tracer } = await setUp();
  tracer.startSpan('one').end();
  await processor.forceFlush();
  expect(sink.spans()).toHaveLength(1);
});

/** Bytes that are in use, on the heap and in buffers outside of it. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // Buffers are freed in another thread, for which the next collection waits.
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** More than may wait by far; more still in a thorough run. */
const MANY = process.env.TRACEWRIGHT_THOROUGH === undefined ? 60_000 : 100_000;

test('against a dead endpoint tens of thousands of spans of 1 kB stay bounded, and the loss is told once the endpoint is back', async () => {
  const warnings = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  const toUser = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => {
    warnings.mockRestore();
    toUser.mockRestore();
  });
  let isUp = false;
  const { sink, processor, tracer } = await setUp({ sink: await startOtlpSink(() => (isUp ? 200 : 503)) });
  const before = usedBytes();
  for (let i = 0; i < MANY; i++) {
    // A text of its own each, as a repeated one would be held once.
    tracer.startSpan('span', { attributes: { i, text: Buffer.alloc(1_000, String(i)).toString('latin1') } }).end();
    if (i % 5_000 === 0) await new Promise(setImmediate);
  }
  expect(usedBytes() - before).toBeLessThan(48 * 1024 * 1024);
  await processor.forceFlush();
  const failed = sink.requests.length;
  isUp = true;
  await processor.forceFlush();
  const arrived = sink.requests.slice(failed).reduce((sum, { body }) => sum + body.length, 0);
  expect(arrived).toBeLessThan(40 * 1024 * 1024);
  const spans = sink.spans();
  expect(spans.at(-1)?.attributes.i).toBe(MANY - 1);
  const told = spans.map(({ resource }) => Number(resource['tracewright.dropped_spans'] ?? 0));
  const received = new Set(spans.map(({ attributes }) => attributes.i)).size;
  expect(Math.max(...told)).toBeGreaterThanOrEqual(MANY - received);
  for (const spy of [warnings, toUser]) {
    expect(spy.mock.calls.filter(([message]) => String(message).includes('dropped'))).toHaveLength(1);
  }
});

test('where nothing listens, the collector refuses or never answers, shutdown takes two seconds and tells what was lost', async () => {
  const warnings = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  onTestFinished(() => warnings.mockRestore());
  const nobody = { url: 'http://127.0.0.1:1', close: async () => {} } as OtlpSink;
  const sinks = [nobody, await startOtlpSink(() => 503), await startOtlpSink(() => undefined)];
  const startMs = performance.now();
  const lengths = sinks.map(async (sink) => {
    const { processor, tracer } = await setUp({ sink, timeoutMs: 10_000 });
    for (let i = 0; i < 600; i++) tracer.startSpan('span').end();
    await processor.shutdown();
    return performance.now() - startMs;
  });
  for (const length of await Promise.all(lengths)) expect(length).toBeLessThan(3_500);
  const told = 'tracewright: 600 spans could not be delivered before tracing was shut down';
  expect(warnings.mock.calls.filter(([message]) => message === told)).toHaveLength(3);
});

test('a failed batch is kept and sent again; a refused one is counted as lost', async () => {
  const answers = [500, 200];
  const { sink, processor, tracer } = await setUp({ sink: await startOtlpSink((index) => answers[index]) });
  tracer.startSpan('refused').end();
  await processor.forceFlush();
  tracer.startSpan('next').end();
  await processor.forceFlush();
  expect(sink.spans().at(-1)).toMatchObject({ name: 'next', resource: { 'tracewright.dropped_spans': 1 } });
});

test('where more is lost within the minute after the first loss, the whole number is told at the end', async () => {
  const warnings = vi.spyOn(diag, 'warn').mockImplementation(() => {});
  const toUser = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => {
    warnings.mockRestore();
    toUser.mockRestore();
  });
  const { processor, tracer } = await setUp({ sink: await startOtlpSink(() => 400) });
  for (const name of ['first', 'second', 'third']) {
    tracer.startSpan(name).end();
    await processor.forceFlush();
  }
  await processor.shutdown();
  const drops = warnings.mock.calls.map(([message]) => message).filter((message) => message.includes('dropped'));
  expect(drops.map((message) => message.split(';')[0])).toEqual([
    'tracewright: 1 spans were dropped so far',
    'tracewright: 3 spans were dropped so far',
  ]);
  expect(toUser).toHaveBeenCalledTimes(1);
});

test('takeAll gives what waits and what is on its way', async () => {
  const { processor, encoder, tracer } = await setUp({ sink: await startOtlpSink(() => undefined) });
  const takeNames = () => namesIn(...processor.takeAll().map((batch) => encoder.request(batch)));
  tracer.startSpan('on its way').end();
  void processor.forceFlush();
  await Promise.resolve();
  tracer.startSpan('waiting').end();
  expect(takeNames()).toEqual(['on its way', 'waiting']);
  expect(takeNames()).toEqual(['on its way']);
});

test('after shutdown nothing is taken any more', async () => {
  const { sink, processor, tracer } = await setUp();
  tracer.startSpan('before').end();
  await processor.shutdown();
  tracer.startSpan('after').end();
  await processor.forceFlush();
  expect(sink.spans().map(({ name }) => name)).toEqual(['before']);
});

test('a span that cannot be encoded counts as dropped', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const { sink, pricing, processor, tracer } = await setUp();
  await pricing.load();
  tracer.startSpan('never', { startTime: Number.NaN }).end();
  tracer.startSpan('next').end();
  await processor.forceFlush();
  expect(sink.spans()).toMatchObject([{ name: 'next', resource: { 'tracewright.dropped_spans': 1 } }]);
});

test('a request that cannot be made costs its own spans alone', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const { sink, processor, encoder, tracer } = await setUp();
  vi.spyOn(encoder, 'request').mockImplementationOnce(() => {
    throw new TypeError('no request');
  });
  tracer.startSpan('lost').end();
  await processor.forceFlush();
  tracer.startSpan('next').end();
  await processor.forceFlush();
  expect(sink.spans()).toMatchObject([{ name: 'next', resource: { 'tracewright.dropped_spans': 1 } }]);
});
