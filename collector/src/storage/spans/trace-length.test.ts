import { childIndex, criticalPath, timeBreakdown, traceColumns, traceInterval } from '@tracewright/attribution';
import type { Nanos } from '@tracewright/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from './contract/sample-span.ts';
import { sortSpans } from './span-order.ts';
import type { SpanColumns } from './span-store.ts';
import { traceSkeleton } from './trace-skeleton.ts';
import { summarise } from './trace-summary.ts';

/** Few ids, parents and times: rings, orphans, ties, spans without length and spans that still run are the rule. */
const spans: fc.Arbitrary<SpanColumns[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 1, max: 8 }),
      parent: fc.integer({ min: 0, max: 9 }),
      fallback: fc.integer({ min: 0, max: 9 }),
      start: fc.integer({ min: 0, max: 3_000 }),
      length: fc.constantFrom(0, 0, 300, 499, 500, 1_000, 2_700, 9_000),
      isPending: fc.boolean(),
      ttftUs: fc.constantFrom(-1, -1, 0, 2, 5),
    })
    .map(({ id, parent, fallback, start, length, isPending, ttftUs }) =>
      sampleSpan({
        traceId: traceIdOf(1),
        spanId: spanIdOf(id),
        parentSpanId: parent === 0 ? '' : spanIdOf(parent),
        fallbackParentSpanId: fallback === 0 ? '' : spanIdOf(fallback),
        startNs: BigInt(start) as Nanos,
        endNs: BigInt(isPending ? start : start + length) as Nanos,
        isPending,
        ttftUs,
      }),
    ),
  { selector: ({ spanId }) => spanId, minLength: 1, maxLength: 8 },
);

test('whatever the spans, list, page and the parts of the time give the same length', () => {
  fc.assert(
    fc.property(spans, (trace) => {
      const { durationUs, ttftUs } = summarise(traceIdOf(1), '0', trace);
      const columns = traceColumns(traceSkeleton(traceIdOf(1), sortSpans([...trace])));
      const { startUs, endUs } = traceInterval(columns, childIndex(columns).roots);

      expect(endUs - startUs).toBe(durationUs);
      const tokensAt = columns.ttftUs
        .map((us, index) => (us < 0 ? -1 : columns.startUs[index]! + us))
        .filter((at) => at >= startUs && at <= endUs);
      expect(ttftUs).toBe(tokensAt.length === 0 ? -1 : Math.min(...tokensAt) - startUs);
      expect(timeBreakdown(columns, criticalPath(columns)).reduce((sum, { us }) => sum + us, 0)).toBe(durationUs);
    }),
    { numRuns: 2_000 },
  );
});
