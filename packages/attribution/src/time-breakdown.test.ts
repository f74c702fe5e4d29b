import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { arbitraryTrace } from './testing/arbitrary-trace.ts';
import { buildTrace } from './testing/build-trace.ts';
import { type TimeSlice, timeBreakdown } from './time-breakdown.ts';
import type { TraceColumns } from './trace-columns.ts';

test('a chain’s time is told apart by retriever, wait, generating and own code', () => {
  const slices = breakdown(
    buildTrace(
      { start: 0, end: 1000, kind: 'chain' },
      { start: 10, end: 210, parent: 0, kind: 'retriever' },
      { start: 250, end: 990, parent: 0, kind: 'llm', ttft: 300 },
    ),
  );

  expect(slices).toEqual([
    { category: 'llm_generate', us: 440, share: 0.44 },
    { category: 'llm_wait', us: 300, share: 0.3 },
    { category: 'retriever', us: 200, share: 0.2 },
    { category: 'own_code', us: 60, share: 0.06 },
  ]);
});

test('a model call that was not streamed is neither wait nor generating', () => {
  expect(breakdown(buildTrace({ start: 0, end: 50, kind: 'llm' }))).toEqual([{ category: 'llm', us: 50, share: 1 }]);
});

test('a first token in the middle of a section splits it, before it or after it does not', () => {
  const trace = buildTrace(
    { start: 0, end: 100, kind: 'llm', ttft: 30 },
    { start: 20, end: 25, parent: 0, kind: 'tool' },
    { start: 60, end: 70, parent: 0, kind: 'tool' },
  );

  expect(breakdown(trace)).toEqual([
    { category: 'llm_generate', us: 60, share: 0.6 },
    { category: 'llm_wait', us: 25, share: 0.25 },
    { category: 'tool', us: 15, share: 0.15 },
  ]);
});

test('a task below a model call or a tool counts for that step', () => {
  const trace = buildTrace(
    { start: 0, end: 100, kind: 'agent' },
    { start: 0, end: 60, parent: 0, kind: 'llm', ttft: 20 },
    { start: 0, end: 60, parent: 1, kind: 'task' },
    { start: 60, end: 90, parent: 0, kind: 'tool' },
    { start: 60, end: 90, parent: 3, kind: 'task' },
    { start: 60, end: 90, parent: 4, kind: 'task' },
  );

  expect(breakdown(trace).map(({ category, us }) => [category, us])).toEqual([
    ['llm_generate', 40],
    ['tool', 30],
    ['llm_wait', 20],
    ['own_code', 10],
  ]);
});

test('time between roots is a gap', () => {
  expect(breakdown(buildTrace({ start: 0, end: 10, kind: 'tool' }, { start: 30, end: 40, kind: 'tool' }))).toEqual([
    { category: 'gap', us: 20, share: 0.5 },
    { category: 'tool', us: 20, share: 0.5 },
  ]);
});

test('an empty trace has no parts', () => {
  expect(breakdown(buildTrace())).toEqual([]);
});

test('whatever the trace, the parts add up exactly to the path', () => {
  fc.assert(
    fc.property(arbitraryTrace, (trace) => {
      const path = criticalPath(trace);
      const total = path.span.length === 0 ? 0 : path.endUs.at(-1)! - path.startUs[0]!;
      const slices = timeBreakdown(trace, path);

      expect(slices.reduce((sum, { us }) => sum + us, 0)).toBe(total);
      expect(slices.every(({ us }) => us > 0)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

function breakdown(trace: TraceColumns): readonly TimeSlice[] {
  return timeBreakdown(trace, criticalPath(trace));
}
