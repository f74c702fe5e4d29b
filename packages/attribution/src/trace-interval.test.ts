import { expect, test } from 'vitest';
import { childIndex } from './child-index.ts';
import { buildTrace, type TestSpan } from './testing/build-trace.ts';
import { type TraceInterval, traceInterval } from './trace-interval.ts';

test('a trace with one root is as long as that root, whatever outlives it or began before it', () => {
  const spans = [
    { start: 10, end: 50 },
    { start: 0, end: 20, parent: 0 },
    { start: 40, end: 300, parent: 0 },
  ];

  expect(interval(...spans)).toEqual({ startUs: 10, endUs: 50, root: 0 });
});

test('a trace with several roots reaches from the first start to the last end', () => {
  expect(interval({ start: 10, end: 50 }, { start: 60, end: 70 }, { start: 5, end: 90, parent: 0 })).toEqual({
    startUs: 5,
    endUs: 90,
    root: -1,
  });
});

test('a root without length says nothing, and the whole counts', () => {
  expect(interval({ start: 10, end: 10 }, { start: 10, end: 40, parent: 0 })).toEqual({
    startUs: 10,
    endUs: 40,
    root: -1,
  });
});

test('an empty trace has no length', () => {
  expect(interval()).toEqual({ startUs: 0, endUs: 0, root: -1 });
});

function interval(...spans: readonly TestSpan[]): TraceInterval {
  const trace = buildTrace(...spans);
  return traceInterval(trace, childIndex(trace).roots);
}
