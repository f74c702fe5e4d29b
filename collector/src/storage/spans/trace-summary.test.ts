import { expect, test } from 'vitest';
import { NEW_YEAR, sampleSpan, spanIdOf, traceIdOf } from './contract/sample-span.ts';
import { summarise } from './trace-summary.ts';

test('a trace belongs to the same session in whatever order its spans are read, also where they begin at once', () => {
  const child = { traceId: traceIdOf(1), parentSpanId: spanIdOf(1), startNs: NEW_YEAR } as const;
  const spans = [
    sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) }),
    sampleSpan({ ...child, spanId: spanIdOf(2), sessionId: 'first' }),
    sampleSpan({ ...child, spanId: spanIdOf(3), sessionId: 'second' }),
  ];

  expect(summarise(traceIdOf(1), '0', spans).sessionId).toBe('first');
  expect(summarise(traceIdOf(1), '0', spans.toReversed()).sessionId).toBe('first');
});
