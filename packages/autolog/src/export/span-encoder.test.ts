import type { Attributes } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { expect, test, vi } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import type { Dialect } from './dialects/dialect.ts';
import { SpanEncoder } from './span-encoder.ts';

function ended(attributes: Attributes): ReadableSpan {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.getTracer('test').startSpan('step', { attributes }).end();
  return exporter.getFinishedSpans()[0] as ReadableSpan;
}

async function encoderOf(dialect?: Dialect) {
  const pricing = new SpanPricing();
  await pricing.load();
  const encoder = new SpanEncoder(exportSettings(dialect === undefined ? {} : { dialect }), pricing);
  const request = (span: ReadableSpan) => {
    const queued = encoder.queued(span);
    return Buffer.from(encoder.request({ spans: [queued], sizeBytes: queued.sizeBytes, dropped: 0 })).toString();
  };
  return { pricing, encoder, request };
}

test('a receiver with a dialect gets its attributes, and the span keeps its own', async () => {
  const { request } = await encoderOf('mlflow');
  const span = ended({ 'tracewright.span.kind': 'chain' });
  expect(request(span)).toContain('{"key":"mlflow.spanType","value":{"stringValue":"CHAIN"}}');
  expect(span.attributes).toEqual({ 'tracewright.span.kind': 'chain' });
});

test('a span that would outgrow a request by what a dialect says again goes without the dialect', async () => {
  const { request } = await encoderOf('mlflow');
  const body = request(ended({ 'tracewright.span.kind': 'chain', 'tracewright.input': 'x'.repeat(1_500_000) }));
  expect(body).toContain(`"${'x'.repeat(1_500_000)}"`);
  expect(body).not.toContain('mlflow.spanInputs');
});

test('a span that ended before the price list was there gets its cost when it is sent', async () => {
  const { pricing, request } = await encoderOf();
  vi.spyOn(pricing, 'isReady', 'get').mockReturnValueOnce(false);
  const body = request(
    ended({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.input_tokens': 7,
    }),
  );
  expect(body).toContain('tracewright.cost.source');
});

test('what a queue holds is as large as its size says, and stays as it is', async () => {
  const { encoder } = await encoderOf();
  const sizes = [10, 100_000, 3_000];
  const queued = sizes.map((length) => encoder.queued(ended({ text: 'x'.repeat(length) })));
  for (const [index, span] of queued.entries()) {
    if (!('bytes' in span)) throw new Error('it has not been encoded');
    expect(span.bytes.length).toBe(span.sizeBytes);
    expect(Buffer.from(span.bytes).toString()).toContain(`"${'x'.repeat(sizes[index] ?? 0)}"`);
  }
});

test.each([7, Symbol('step'), undefined])(
  'a name that is no text, such as %s, takes a known number of bytes',
  (name) => {
    const encoder = new SpanEncoder(exportSettings({}), new SpanPricing());
    const span = Object.create(ended({}), { name: { value: name }, events: { value: [{ name }] } }) as ReadableSpan;
    expect(encoder.queued(span).sizeBytes).toBeGreaterThan(0);
  },
);
