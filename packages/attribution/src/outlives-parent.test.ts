import { expect, test } from 'vitest';
import { outlivesParent } from './outlives-parent.ts';
import { buildTrace } from './testing/build-trace.ts';

test('a span that ended after its parent is marked, unless it took a message from it', () => {
  const trace = buildTrace(
    { start: 0, end: 100, otelKind: 4 },
    { start: 0, end: 100, parent: 0 },
    { start: 0, end: 101, parent: 0 },
    { start: 0, end: 400, parent: 0, otelKind: 5 },
    { start: 0, end: 500, parent: 3 },
  );

  expect([...outlivesParent(trace)]).toEqual([0, 0, 1, 0, 1]);
});
