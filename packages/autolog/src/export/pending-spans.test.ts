import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, onTestFinished, test } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import { startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { exportLane } from './export-lane.ts';
import { OpenSpans } from './open-spans.ts';
import { PendingSpans } from './pending-spans.ts';

test('a span that has been running for a second is sent as it is then, once, and again when it ends', async () => {
  const sink = await startOtlpSink();
  const { processor } = exportLane(exportSettings({ endpoint: sink.url }), new SpanPricing());
  const openSpans = new OpenSpans();
  const tracer = new BasicTracerProvider({ spanProcessors: [openSpans, processor] }).getTracer('test');
  const pending = new PendingSpans(openSpans, [processor]);
  onTestFinished(async () => {
    pending.stop();
    await sink.close();
  });

  const span = tracer.startSpan('long', { attributes: { 'gen_ai.input.messages': '[]' } });
  tracer.startSpan('short').end();
  pending.tell(Date.now() + 500);
  pending.tell(Date.now() + 1_100);
  pending.tell(Date.now() + 2_000);
  span.setAttribute('later', true);
  await processor.forceFlush();
  span.end();
  await processor.forceFlush();

  expect(sink.spans().map(({ name }) => name)).toEqual(['short', 'long', 'long']);
  const [, running, ended] = sink.spans();
  expect(running?.attributes).toEqual({ 'gen_ai.input.messages': '[]', 'tracewright.span.pending': true });
  expect(ended?.attributes).toEqual({ 'gen_ai.input.messages': '[]', later: true });
  expect(running?.spanId).toBe(ended?.spanId);
});
