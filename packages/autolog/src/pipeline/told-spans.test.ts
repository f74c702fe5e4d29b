import { trace } from '@opentelemetry/api';
import { type HeardSpan, spanHearing } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { autolog } from '../autolog.ts';
import { type OtlpSink, startOtlpSink } from '../testing/otlp-sink.test.support.ts';

async function listening(redact?: () => string) {
  const sink: OtlpSink = await startOtlpSink();
  const prices = [{ model: 'demo-*', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 }];
  const options = { endpoint: sink.url, openai: false, langchain: false, prices } as const;
  const tracing = autolog(redact === undefined ? options : { ...options, redact });
  const heard: HeardSpan[] = [];
  const listener = (span: HeardSpan): void => void heard.push(span);
  spanHearing().listeners.add(listener);
  onTestFinished(async () => {
    spanHearing().listeners.delete(listener);
    await tracing.shutdown();
    await sink.close();
  });
  return { heard, listener };
}

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'demo-small',
  'gen_ai.usage.input_tokens': 1_000,
  'gen_ai.usage.output_tokens': 100,
};

test('who listens hears of a span at its end with its cost, in order, also of those from before there were prices', async () => {
  const { heard } = await listening();
  const tracer = trace.getTracer('app');
  tracer.startSpan('early', { attributes: CALL }).end();
  await Promise.all([...spanHearing().recorders].map((recorder) => recorder.ready()));
  tracer.startSpan('late', { attributes: CALL }).end();
  expect(heard.map(({ name }) => name)).toEqual(['early', 'late']);
  expect(heard.map((span) => span.attribute('gen_ai.usage.cost'))).toEqual([0.003, 0.003]);
  expect(heard[1]).toMatchObject({ parentSpanId: undefined, hasFailed: false });
});

test('a listener that throws keeps no other from hearing, and the span its end', async () => {
  const { heard, listener } = await listening();
  const failing = (): never => {
    throw new Error('mine');
  };
  const { listeners, recorders } = spanHearing();
  listeners.delete(listener);
  listeners.add(failing).add(listener);
  onTestFinished(() => void listeners.delete(failing));
  await Promise.all([...recorders].map((recorder) => recorder.ready()));
  const span = trace.getTracer('app').startSpan('one');
  span.end();
  expect(span.isRecording()).toBe(false);
  expect(heard.map(({ name }) => name)).toEqual(['one']);
});

test('what others put into spans of theirs goes by the rules of this tracing', async () => {
  await listening(() => '***');
  const [recorder] = spanHearing().recorders;
  expect(recorder?.content('tracewright.input', { secret: 'abc' })).toBe('{"secret":"***"}');
});
