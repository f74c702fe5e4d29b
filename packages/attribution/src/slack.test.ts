import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalPath, criticalTimesUs } from './critical-path.ts';
import { slackUs } from './slack.ts';
import { arbitraryTrace } from './testing/arbitrary-trace.ts';
import { buildTrace, deepChain, flatSequence } from './testing/build-trace.ts';

const root = { start: 0, end: 100 };

test('beside a sibling that ends later, a span may last until that one ends', () => {
  const trace = buildTrace(root, { start: 10, end: 30, parent: 0 }, { start: 10, end: 90, parent: 0 });

  expect([...slackUs(trace)]).toEqual([0, 60, 0]);
});

test('what was waited for has none, be it one after the other or nested', () => {
  const trace = buildTrace(
    root,
    { start: 10, end: 40, parent: 0 },
    { start: 50, end: 90, parent: 0 },
    { start: 55, end: 80, parent: 2 },
  );

  expect([...slackUs(trace)]).toEqual([0, 0, 0, 0]);
});

test('a span inside one with slack has its own on top of it', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 90, parent: 0 },
    { start: 10, end: 40, parent: 0 },
    { start: 10, end: 20, parent: 2 },
    { start: 10, end: 40, parent: 2 },
  );

  expect([...slackUs(trace)]).toEqual([0, 0, 50, 70, 50]);
});

test('nothing waits for a consumer below a producer', () => {
  const trace = buildTrace({ ...root, otelKind: 4 }, { start: 10, end: 300, parent: 0, otelKind: 5 });

  expect([...slackUs(trace)]).toEqual([0, Number.NaN]);
});

test('a span that the trace waited for while nothing streamed has no slack, in any trace', () => {
  fc.assert(
    fc.property(arbitraryTrace, (traced) => {
      const trace = { ...traced, streamInput: new Uint8Array(traced.count) };
      const critical = criticalTimesUs(trace, criticalPath(trace));
      const slack = slackUs(trace);
      for (let span = 0; span < trace.count; span++) {
        if (critical[span]! > 0) expect(slack[span]).toBe(0);
        else expect(slack[span]! >= 0 || Number.isNaN(slack[span]!)).toBe(true);
      }
    }),
  );
});

test('deep chains and long sequences are no trouble', () => {
  expect(Math.max(...slackUs(deepChain(20_000)))).toBe(0);
  expect(Math.max(...slackUs(flatSequence(20_000)))).toBe(0);
});
