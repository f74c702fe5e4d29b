import fc from 'fast-check';
import type { TraceColumns } from '../trace-columns.ts';
import { buildTrace } from './build-trace.ts';

/**
 * Any forest of up to 40 spans, as bad as senders make it: clocks that disagree, spans that end before they start,
 * parents that are missing or form a cycle. Times are small, so that equal moments are common.
 */
export const arbitraryTrace: fc.Arbitrary<TraceColumns> = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: -3, max: 40 }),
      parent: fc.integer({ min: -2, max: 41 }),
      otelKind: fc.constantFrom(1, 1, 3, 4, 5),
      kind: fc.constantFrom('task' as const, 'llm' as const, 'chain' as const, 'tool' as const),
      ttft: fc.integer({ min: -1, max: 45 }),
      streamInput: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((spans) => buildTrace(...spans.map(({ length, ...span }) => ({ ...span, end: span.start + length }))));
