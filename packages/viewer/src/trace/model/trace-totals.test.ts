import { expect, test } from 'vitest';
import { buildTraceModel } from './build-trace-model.ts';
import { type TestSpan, testSkeleton } from './test-skeleton.ts';
import { type TraceTotals, traceTotals } from './trace-totals.ts';

test('the first token is counted from the start of the root', () => {
  const spans: TestSpan[] = [
    ['serve', -1, 1_000, 9_000],
    ['chat', 0, 2_000, 8_000, 'llm'],
    ['search', 0, 0, 900, 'tool'],
  ];

  expect(totals(spans, [-1, 500, -1])).toEqual({ toolCount: 1, firstTokenUs: 1_500 });
});

test('a first token that came after the end of the trace is none', () => {
  const spans: TestSpan[] = [
    ['serve', -1, 0, 200],
    ['chat', 0, 10, 2_700, 'llm'],
  ];

  expect(totals(spans, [-1, 400])).toEqual({ toolCount: 0, firstTokenUs: undefined });
});

test('a trace with several roots has its first token within the whole', () => {
  const spans: TestSpan[] = [
    ['serve', -1, 0, 200],
    ['chat', -1, 10, 2_700, 'llm'],
  ];

  expect(totals(spans, [-1, 400]).firstTokenUs).toBe(410);
});

function totals(spans: readonly TestSpan[], ttftUs: readonly number[]): TraceTotals {
  return traceTotals(buildTraceModel({ ...testSkeleton(spans), ttftUs }));
}
