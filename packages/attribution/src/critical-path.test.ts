import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childIndex } from './child-index.ts';
import { type CriticalPath, criticalPath, criticalTimesUs } from './critical-path.ts';
import { arbitraryTrace } from './testing/arbitrary-trace.ts';
import { buildTrace, deepChain, flatSequence } from './testing/build-trace.ts';
import type { TraceColumns } from './trace-columns.ts';
import { traceInterval } from './trace-interval.ts';

const root = { start: 0, end: 100 };

test('children back to back are all on the path', () => {
  const trace = buildTrace(root, { start: 10, end: 50, parent: 0 }, { start: 50, end: 90, parent: 0 });

  expect(sections(trace)).toEqual([
    [0, 0, 10],
    [1, 10, 50],
    [2, 50, 90],
    [0, 90, 100],
  ]);
});

test('of two children that overlap, the earlier one counts until the later one began', () => {
  const trace = buildTrace(root, { start: 10, end: 60, parent: 0 }, { start: 40, end: 90, parent: 0 });

  expect(sections(trace)).toEqual([
    [0, 0, 10],
    [1, 10, 40],
    [2, 40, 90],
    [0, 90, 100],
  ]);
});

test('of children side by side, the one that ended last counts', () => {
  const trace = buildTrace(
    root,
    { start: 10, end: 50, parent: 0 },
    { start: 10, end: 70, parent: 0 },
    { start: 10, end: 90, parent: 0 },
  );

  expect([...criticalTimesUs(trace, criticalPath(trace))]).toEqual([20, 0, 0, 80]);
});

test('a child that outlives its parent counts up to the end of the parent', () => {
  const trace = buildTrace(root, { start: 80, end: 150, parent: 0 });

  expect(sections(trace)).toEqual([
    [0, 0, 80],
    [1, 80, 100],
  ]);
});

test('a child that began before its parent, by a clock that disagrees, counts from the start of the parent', () => {
  const trace = buildTrace(root, { start: -20, end: 30, parent: 0 });

  expect(sections(trace)).toEqual([
    [1, 0, 30],
    [0, 30, 100],
  ]);
});

test('a child that lies wholly outside its parent does not count', () => {
  const trace = buildTrace(root, { start: 200, end: 300, parent: 0 }, { start: -50, end: -10, parent: 0 });

  expect(sections(trace)).toEqual([[0, 0, 100]]);
});

test('a step that reads a stream waited for the step it reads from, as long as that one ran', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 90, parent: 0, kind: 'llm', ttft: 30 },
    { start: 30, end: 95, parent: 0, kind: 'parser', streamInput: true },
  );

  expect(sections(trace)).toEqual([
    [1, 0, 30],
    [1, 30, 90],
    [2, 90, 95],
    [0, 95, 100],
  ]);
});

test('a chain of steps that read from each other all waited for the first', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 90, parent: 0, kind: 'llm' },
    { start: 30, end: 94, parent: 0, streamInput: true },
    { start: 31, end: 96, parent: 0, streamInput: true },
  );

  expect([...criticalTimesUs(trace, criticalPath(trace))]).toEqual([4, 90, 4, 2]);
});

test('the first step within a chain that reads a stream waited for what the chain reads from', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 90, parent: 0, kind: 'llm' },
    { start: 30, end: 94, parent: 0, streamInput: true },
    { start: 30, end: 93, parent: 2, streamInput: true },
  );

  expect([...criticalTimesUs(trace, criticalPath(trace))]).toEqual([6, 90, 1, 3]);
});

test('what a reading step has below it is its own work, and only the rest is waiting', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 40, parent: 0, kind: 'retriever' },
    { start: 5, end: 100, parent: 0, kind: 'chain', streamInput: true },
    { start: 40, end: 100, parent: 2, kind: 'llm' },
  );

  expect(sections(trace)).toEqual([
    [1, 0, 5],
    [1, 5, 40],
    [3, 40, 100],
  ]);
});

test('a trace made of nothing but readers of each other is still read through in time', () => {
  const readers = Array.from({ length: 20_000 }, (_, at) => ({
    start: at,
    end: 100_000 - at,
    parent: 0,
    streamInput: true,
  }));
  const trace = buildTrace({ start: 0, end: 100_000 }, ...readers);

  const path = criticalPath(trace);

  expect(path.endUs.at(-1)! - path.startUs[0]!).toBe(100_000);
});

test('a consumer below a producer is left out, and so is all below it', () => {
  const trace = buildTrace(
    { ...root, otelKind: 4 },
    { start: 20, end: 90, parent: 0, otelKind: 5 },
    { start: 30, end: 80, parent: 1 },
  );

  expect(sections(trace)).toEqual([[0, 0, 100]]);
});

test('the time between several roots belongs to none of them', () => {
  const trace = buildTrace({ start: 0, end: 10 }, { start: 30, end: 40 }, { start: 35, end: 60, parent: 1 });

  expect(sections(trace)).toEqual([
    [0, 0, 10],
    [-1, 10, 30],
    [1, 30, 35],
    [2, 35, 40],
    [-1, 40, 60],
  ]);
});

test('an empty trace, and one without length, have no sections', () => {
  expect(sections(buildTrace())).toEqual([]);
  expect(sections(buildTrace({ start: 5, end: 5 }, { start: 5, end: 5, parent: 0 }))).toEqual([]);
});

test('a root without length does not hide what is below it, however deep', () => {
  const trace = buildTrace(
    { start: 5, end: 5, otelKind: 4 },
    { start: 6, end: 6, parent: 0, otelKind: 5 },
    { start: 6, end: 20, parent: 1, kind: 'llm' },
    { start: 22, end: 30, parent: 0 },
  );

  expect(sections(trace)).toEqual([
    [-1, 5, 6],
    [2, 6, 20],
    [-1, 20, 22],
    [3, 22, 30],
  ]);
});

test('of several roots, one without length makes room for what is below it', () => {
  const trace = buildTrace({ start: 0, end: 10 }, { start: 12, end: 12 }, { start: 12, end: 18, parent: 1 });

  expect(sections(trace)).toEqual([
    [0, 0, 10],
    [-1, 10, 12],
    [2, 12, 18],
  ]);
});

describe('whatever the trace', () => {
  test('the sections follow each other without a hole from the first moment to the last', () => {
    fc.assert(
      fc.property(arbitraryTrace, (trace) => {
        const path = criticalPath(trace);
        const { startUs, endUs } = traceInterval(trace, childIndex(trace).roots);

        expectPartition(path, startUs, endUs);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a section lies within its span and within every span above it, roots without length aside', () => {
    fc.assert(
      fc.property(arbitraryTrace, (trace) => {
        const { parent } = childIndex(trace);
        for (const [span, start, end] of sections(trace)) {
          const line: number[] = [];
          for (let above = span; above !== -1; above = parent[above]!) line.push(above);
          while (line.length > 0 && trace.endUs[line.at(-1)!]! <= trace.startUs[line.at(-1)!]!) line.pop();
          for (const above of line) {
            expect(trace.startUs[above]).toBeLessThanOrEqual(start);
            expect(trace.endUs[above]).toBeGreaterThanOrEqual(end);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("a section is a span's own only while none of its children ran", () => {
    fc.assert(
      fc.property(arbitraryTrace, (trace) => {
        const { children, offsets } = childIndex(trace);
        for (const [span, start, end] of sections(trace)) {
          if (span === -1) continue;
          for (const child of children.subarray(offsets[span], offsets[span + 1])) {
            const isDetached = trace.otelKind[span] === 4 && trace.otelKind[child] === 5;
            const isApart = trace.endUs[child]! <= start || trace.startUs[child]! >= end;
            const isEmpty = trace.endUs[child]! <= trace.startUs[child]!;
            expect(isDetached || isApart || isEmpty).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test('a chain of 100,000 spans is covered to the end', () => {
  const path = criticalPath(deepChain(100_000));

  expectPartition(path, 0, 200_000);
  expect(path.span).toHaveLength(199_999);
});

test('100,000 children in a row are covered to the end', () => {
  const path = criticalPath(flatSequence(100_000));

  expectPartition(path, 0, 999_990);
  expect(path.span).toHaveLength(199_998);
});

function sections(trace: TraceColumns): [span: number, start: number, end: number][] {
  const path = criticalPath(trace);
  return [...path.span].map((span, at) => [span, path.startUs[at]!, path.endUs[at]!]);
}

function expectPartition(path: CriticalPath, startUs: number, endUs: number): void {
  const { length } = path.span;
  if (endUs <= startUs) {
    expect(length).toBe(0);
    return;
  }
  expect(path.startUs[0]).toBe(startUs);
  expect(path.endUs[length - 1]).toBe(endUs);
  for (let at = 0; at < length; at++) {
    if (path.endUs[at]! <= path.startUs[at]!) expect.fail(`section ${at} is empty`);
    if (at > 0 && path.startUs[at] !== path.endUs[at - 1]) expect.fail(`section ${at} does not join the one before it`);
  }
}
