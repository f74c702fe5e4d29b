import { BasicTracerProvider, type Span } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { cutSpan } from './span-cut.ts';
import { spanSizeBytes } from './span-size.ts';

const MIB = 1024 * 1024;

function start(): Span {
  return new BasicTracerProvider({ spanLimits: { attributeCountLimit: 512 } })
    .getTracer('test')
    .startSpan('large') as Span;
}

test('a span of usual size stays as it is', () => {
  const span = start();
  span.setAttribute('text', 'x'.repeat(900_000));
  cutSpan(span);
  expect(span.attributes).toEqual({ text: 'x'.repeat(900_000) });
});

test('of a span that is too large the longest texts are cut, and named', () => {
  const span = start();
  span.setAttributes({ long: '漢'.repeat(800_000), short: 'kept', 'tracewright.truncated': ['before'] });
  for (let i = 0; i < 20; i++) span.setAttribute(`text${i}`, 'y'.repeat(1_000));
  cutSpan(span);
  expect(spanSizeBytes(span)).toBeLessThanOrEqual(MIB);
  expect(span.attributes).toMatchObject({
    short: 'kept',
    text3: 'y'.repeat(1_000),
    'tracewright.truncated': ['before', 'long'],
  });
});

test.each([
  ['many attributes', (span: Span) => addAttributes(span, 500, 'x'.repeat(100_000))],
  [
    'lists without end',
    (span: Span) =>
      addAttributes(
        span,
        100,
        Array.from({ length: 50_000 }, (_, i) => `item ${i}`),
      ),
  ],
  ['control characters', (span: Span) => addAttributes(span, 2, '\u0001'.repeat(900_000))],
  ['events', (span: Span) => addEvents(span, 100, 'x'.repeat(50_000))],
])('%s come down to a size that can be sent', (_name, fill) => {
  const span = start();
  fill(span);
  cutSpan(span);
  expect(spanSizeBytes(span)).toBeLessThanOrEqual(MIB);
  const { attributes, events } = span;
  expect(Buffer.byteLength(JSON.stringify({ attributes, events }))).toBeLessThan(2 * MIB);
});

function addAttributes(span: Span, count: number, value: string | string[]): void {
  for (let i = 0; i < count; i++) span.setAttribute(`name${i}`, value);
}

function addEvents(span: Span, count: number, text: string): void {
  for (let i = 0; i < count; i++) span.addEvent('event', { text });
}
