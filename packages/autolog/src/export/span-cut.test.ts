import type { Attributes } from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan, type Span } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import type { OtlpProtocol } from '../options.ts';
import { exportSettings } from '../settings.ts';
import { MAX_SPAN_BYTES } from './otlp/otlp-format.ts';
import { cutSpan } from './span-cut.ts';
import { SpanEncoder } from './span-encoder.ts';

function start(attributes: Attributes = {}): Span {
  return new BasicTracerProvider({ spanLimits: { attributeCountLimit: 512 } })
    .getTracer('test')
    .startSpan('large', { attributes }) as Span;
}

function encodedSize(span: ReadableSpan, protocol: OtlpProtocol): number {
  const encoder = new SpanEncoder(exportSettings({ protocol }), new SpanPricing());
  return encoder.request({ spans: [{ span, sizeBytes: 0 }], sizeBytes: 0, dropped: 0 }).length;
}

test('texts are cut to a length, and the attributes named; the span itself stays as it is', () => {
  const span = start({
    long: '漢'.repeat(100),
    list: ['x'.repeat(80)],
    short: 'kept',
    'tracewright.truncated': ['before'],
  });
  span.addEvent('event', { text: 'y'.repeat(100) });

  const cut = cutSpan(span, 64);

  expect(cut.attributes).toEqual({
    long: `${'漢'.repeat(63)}…`,
    list: [`${'x'.repeat(63)}…`],
    short: 'kept',
    'tracewright.truncated': ['before', 'long', 'list'],
  });
  expect(cut.events[0]?.attributes).toEqual({ text: `${'y'.repeat(63)}…` });
  expect(cut.spanContext()).toBe(span.spanContext());
  expect(span.attributes.long).toHaveLength(100);
});

const LARGE: readonly (readonly [string, (span: Span) => void])[] = [
  ['many attributes', (span) => addAttributes(span, 100, 'x'.repeat(100_000))],
  [
    'lists without end',
    (span) =>
      addAttributes(
        span,
        100,
        Array.from({ length: 5_000 }, (_, i) => `item ${i}`),
      ),
  ],
  ['control characters', (span) => addAttributes(span, 2, '\u0001'.repeat(900_000))],
  ['events', (span) => addEvents(span, 100, 'x'.repeat(50_000))],
];

test.each(LARGE)('%s come down to a size that can be sent', (_name, fill) => {
  const span = start({ short: 'kept' });
  fill(span);
  for (const protocol of ['http/json', 'http/protobuf'] as const) {
    const size = encodedSize(span, protocol);
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThan(MAX_SPAN_BYTES + 1_000);
  }
});

function addAttributes(span: Span, count: number, value: string | string[]): void {
  for (let i = 0; i < count; i++) span.setAttribute(`name${i}`, value);
}

function addEvents(span: Span, count: number, text: string): void {
  for (let i = 0; i < count; i++) span.addEvent('event', { text });
}
