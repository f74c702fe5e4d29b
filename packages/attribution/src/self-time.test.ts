import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childIndex } from './child-index.ts';
import { selfTimesUs } from './self-time.ts';
import { arbitraryTrace } from './testing/arbitrary-trace.ts';
import { buildTrace, deepChain, flatSequence } from './testing/build-trace.ts';
import type { TraceColumns } from './trace-columns.ts';

test('children that ran side by side are subtracted once', () => {
  const trace = buildTrace(
    { start: 0, end: 100 },
    { start: 10, end: 60, parent: 0 },
    { start: 20, end: 30, parent: 0 },
    { start: 50, end: 80, parent: 0 },
  );

  expect([...selfTimesUs(trace)]).toEqual([30, 50, 10, 30]);
});

test('what lies outside the parent is not subtracted from it', () => {
  const trace = buildTrace(
    { start: 0, end: 100 },
    { start: -20, end: 10, parent: 0 },
    { start: 90, end: 150, parent: 0 },
    { start: 200, end: 300, parent: 0 },
  );

  expect(selfTimesUs(trace)[0]).toBe(80);
});

test('a span that ends before it starts has no self time', () => {
  expect([...selfTimesUs(buildTrace({ start: 5, end: 2 }, { start: 3, end: 4, parent: 0 }))]).toEqual([0, 1]);
});

test('whatever the trace, self time is the number of moments without a child', () => {
  fc.assert(
    fc.property(arbitraryTrace, (trace) => {
      expect([...selfTimesUs(trace)]).toEqual(momentsWithoutChild(trace));
    }),
    { numRuns: 500 },
  );
});

test('100,000 spans in a chain or in a row keep their self times', () => {
  expect(selfTimesUs(deepChain(100_000)).slice(0, 3)).toEqual(Float64Array.of(2, 2, 2));
  expect(selfTimesUs(flatSequence(100_000))[0]).toBe(199_998);
});

/** The definition itself, microsecond by microsecond. */
function momentsWithoutChild(trace: TraceColumns): number[] {
  const { offsets, children } = childIndex(trace);
  return Array.from(trace.startUs, (start, span) => {
    let own = 0;
    for (let moment = start; moment < trace.endUs[span]!; moment++) {
      const running = children
        .subarray(offsets[span], offsets[span + 1])
        .some((child) => trace.startUs[child]! <= moment && moment < trace.endUs[child]!);
      if (!running) own++;
    }
    return own;
  });
}
