import { ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test, vi } from 'vitest';
import { appSampler } from './sampler.ts';

afterEach(() => vi.unstubAllEnvs());

/** The ratio sampler adds up the four words of an id: this one stays below one half, the other above. */
const LOW_ID = '00000001000000000000000000000000';
const HIGH_ID = 'f0000001000000000000000000000000';

function decide(sampler: string, argument: string, parent: 'none' | 'sampled' | 'unsampled', traceId: string): string {
  vi.stubEnv('OTEL_TRACES_SAMPLER', sampler);
  vi.stubEnv('OTEL_TRACES_SAMPLER_ARG', argument);
  const traceFlags = parent === 'sampled' ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const context =
    parent === 'none'
      ? ROOT_CONTEXT
      : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: '1234567890abcdef', traceFlags });
  const { decision } = appSampler().shouldSample(context, traceId, 'chat', SpanKind.CLIENT, {}, []);
  return SamplingDecision[decision];
}

test.each([
  ['', 'none', LOW_ID, 'RECORD_AND_SAMPLED'],
  ['', 'sampled', LOW_ID, 'RECORD_AND_SAMPLED'],
  ['', 'unsampled', LOW_ID, 'RECORD'],
  ['always_on', 'unsampled', LOW_ID, 'RECORD'],
  ['always_off', 'none', LOW_ID, 'NOT_RECORD'],
  ['always_off', 'sampled', LOW_ID, 'NOT_RECORD'],
  ['parentbased_always_off', 'none', LOW_ID, 'NOT_RECORD'],
  ['parentbased_always_off', 'sampled', LOW_ID, 'RECORD_AND_SAMPLED'],
  ['parentbased_always_off', 'unsampled', LOW_ID, 'NOT_RECORD'],
  ['traceidratio', 'none', LOW_ID, 'RECORD_AND_SAMPLED'],
  ['traceidratio', 'none', HIGH_ID, 'NOT_RECORD'],
  ['parentbased_traceidratio', 'unsampled', HIGH_ID, 'NOT_RECORD'],
  ['parentbased_traceidratio', 'unsampled', LOW_ID, 'RECORD'],
  ['parentbased_traceidratio', 'sampled', HIGH_ID, 'RECORD_AND_SAMPLED'],
  ['misspelt', 'none', HIGH_ID, 'RECORD_AND_SAMPLED'],
] as const)('sampler "%s" under a parent that is %s decides for %s: %s', (sampler, parent, traceId, decision) => {
  expect(decide(sampler, '0.5', parent, traceId)).toBe(decision);
});

test('a ratio out of range records everything', () => {
  expect(decide('traceidratio', '7', 'none', HIGH_ID)).toBe('RECORD_AND_SAMPLED');
});
