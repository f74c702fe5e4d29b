import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { expect, onTestFinished, test } from 'vitest';
import { exportSettings } from '../settings.ts';
import { startOtlpSink } from '../testing/otlp-sink.test.support.ts';
import { OtlpSender } from './otlp-sender.ts';

test('a receiver with a dialect gets its attributes, in the background and at exit, and the span keeps its own', async () => {
  const sink = await startOtlpSink();
  onTestFinished(() => sink.close());
  const ended = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(ended)] });
  provider
    .getTracer('test')
    .startSpan('step', { attributes: { 'tracewright.span.kind': 'chain' } })
    .end();
  const spans = ended.getFinishedSpans();
  const sender = new OtlpSender(exportSettings({ endpoint: sink.url, dialect: 'mlflow' }));

  expect(await sender.send(spans)).toBe('sent');
  const atExit = Buffer.from(sender.serialize(spans) ?? '').toString();

  expect(sink.requests[0]?.body.toString()).toContain('{"key":"mlflow.spanType","value":{"stringValue":"CHAIN"}}');
  expect(atExit).toContain('{"key":"mlflow.spanType","value":{"stringValue":"CHAIN"}}');
  expect(spans[0]?.attributes).toEqual({ 'tracewright.span.kind': 'chain' });
});
