import { type Context, context } from '@opentelemetry/api';
import { AlwaysOffSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import { watchedProvider } from './watched-provider.ts';

function watched(options: ConstructorParameters<typeof BasicTracerProvider>[0] = {}) {
  const seen: string[] = [];
  const watch = { onStart: () => void seen.push('start'), onEnd: () => void seen.push('end') };
  return { seen, tracer: watchedProvider(new BasicTracerProvider(options), watch).getTracer('test') };
}

test('a span tells when it has started and when it has ended', () => {
  const { seen, tracer } = watched();
  const span = tracer.startSpan('a');
  expect(seen).toEqual(['start']);
  span.end();
  expect(seen).toEqual(['start', 'end']);
  expect(span.isRecording()).toBe(false);
});

test('an active span is one like any other', () => {
  const { seen, tracer } = watched();
  expect(tracer.startActiveSpan('a', {}, context.active(), (span) => span.end())).toBeUndefined();
  expect(tracer.startActiveSpan('b', () => 7)).toBe(7);
  expect(seen).toEqual(['start', 'end', 'start']);
});

test('options and context that are given as nothing are none', () => {
  const { tracer } = watched();
  const nothing = undefined as unknown as Context;
  expect(tracer.startActiveSpan('a', {}, nothing, (span) => span.isRecording())).toBe(true);
  expect(tracer.startActiveSpan('b', null as never, (span) => span.isRecording())).toBe(true);
});

test('a span that is not recorded tells nothing', () => {
  const { seen, tracer } = watched({ sampler: new AlwaysOffSampler() });
  tracer.startSpan('a').end();
  expect(seen).toEqual([]);
});
