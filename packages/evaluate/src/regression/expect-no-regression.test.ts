import type { FeedbackSource } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { type GridRow, gridOf, rowsOf } from '../compare/grid.test.support.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { expectNoRegression } from './expect-no-regression.ts';
import { RegressionError } from './regression-error.ts';

/** An evaluation in memory, by its grid. */
function resultOf(
  name: string,
  rows: readonly GridRow[],
  direction: 'higher' | 'lower' = 'higher',
  source?: FeedbackSource,
): EvaluationResult {
  const grid = gridOf(rows, name, source);
  const scorers = grid.scores.map((column) => ({ name: column.name, source: column.source, direction }));
  const unused = { runId: undefined, url: undefined, baseline: undefined, rows: [], metrics: {}, spreads: () => [] };
  return { ...unused, name, scorers, grid: () => grid };
}

const OPTIONS = { draws: 1_000 };
const passing = (share: number) => (row: number) => ({
  scores: { right: row < 60 * share },
  tags: { topic: row < 36 ? 'tents' : 'stoves' },
});
const baseline = resultOf('v1', rowsOf(60, passing(0.9)));

test('an evaluation that got worse beyond chance fails, with both side by side and the rows that broke', async () => {
  const worse = expectNoRegression(resultOf('v2', rowsOf(60, passing(0.6))), baseline, OPTIONS);

  await expect(worse).rejects.toThrow(RegressionError);
  await expect(worse).rejects.toThrow(
    /^right got worse: 0\.9 → 0\.6 over 60 rows, a change of -0\.3 \(-0\.4\d* … -0\.\d+\)/,
  );
  await expect(worse).rejects.toThrow(/v1 → v2: 60 rows in both/);
  await expect(worse).rejects.toThrow(/right +0\.9 +0\.6 +-0\.3 .* 0\/42\/18 +worse/);
  await expect(worse).rejects.toThrow(/Where it got worse\n {2}topic stoves +right +0\.75 → 0 +24 rows\n/);
  await expect(worse).rejects.toThrow(/Rows that got worse: 18\n {2}row 36 +inputs of row 36 +right/);
});

test('the same answers, better ones and a loss that may be chance pass', async () => {
  for (const share of [0.9, 1, 0.88]) {
    const comparison = await expectNoRegression(resultOf('v2', rowsOf(60, passing(share))), baseline, OPTIONS);
    expect(comparison.rows).toBe(60);
  }
});

test('a loss within the margin passes, one beyond it fails', async () => {
  const worse = resultOf('v2', rowsOf(60, passing(0.6)));

  await expectNoRegression(worse, baseline, { ...OPTIONS, margin: 0.5 });
  await expect(expectNoRegression(worse, baseline, { ...OPTIONS, margin: 0.1 })).rejects.toThrow(
    /worse by more than 0.1/,
  );
});

test('where it has to be shown that nothing is lost, too few rows fail', async () => {
  const slightly = resultOf('v2', rowsOf(60, passing(0.88)));
  const strict = { ...OPTIONS, evidence: 'not worse', margin: 0.02 } as const;

  await expect(expectNoRegression(slightly, baseline, strict)).rejects.toThrow(
    /right may have got worse by more than 0.02/,
  );
  await expectNoRegression(slightly, baseline, { ...strict, margin: 0.2 });
  await expectNoRegression(baseline, baseline, { ...strict, margin: 0 });
});

test('a few rows that all got worse are no proof', async () => {
  const before = resultOf(
    'v1',
    rowsOf(4, () => ({ scores: { right: true } })),
  );
  const after = resultOf(
    'v2',
    rowsOf(4, () => ({ scores: { right: false } })),
  );

  await expectNoRegression(after, before, OPTIONS);
});

test('of what is better when lower, more is worse', async () => {
  const before = resultOf(
    'v1',
    rowsOf(30, (row) => ({ scores: { toxic: 0 }, durationMs: 100 + row })),
    'lower',
  );
  const after = resultOf(
    'v2',
    rowsOf(30, (row) => ({ scores: { toxic: row % 2 }, durationMs: 150 + row })),
    'lower',
  );

  await expect(expectNoRegression(after, before, OPTIONS)).rejects.toThrow(/toxic got worse/);
  await expect(expectNoRegression(after, before, { ...OPTIONS, metric: ['toxic', 'duration_ms'] })).rejects.toThrow(
    /duration_ms got worse: 114\.5 → 164\.5/,
  );
});

test('rows that have lost their score are no way round', async () => {
  const after = resultOf(
    'v2',
    rowsOf(60, (row) => (row < 50 ? { scores: { right: true } } : { error: 'TimeoutError', scores: { right: null } })),
  );

  await expect(expectNoRegression(after, baseline, OPTIONS)).rejects.toThrow(/10 of 60 rows have no right any more/);
  await expectNoRegression(after, baseline, { ...OPTIONS, maxMissing: 0.2 });
});

test('an app that fails on every row is worse', async () => {
  const failed = resultOf(
    'v2',
    rowsOf(60, () => ({ error: 'TypeError' })),
  );

  await expect(expectNoRegression(failed, baseline, OPTIONS)).rejects.toThrow(/^all 60 rows failed\n/);
});

test('a score that fails leaves the overall one neither better nor fit to pass', async () => {
  const before = resultOf(
    'v1',
    rowsOf(60, () => ({ scores: { short: true, right: false } })),
  );
  const after = resultOf(
    'v2',
    rowsOf(60, () => ({ scores: { short: true, right: null } })),
  );

  const gate = expectNoRegression(after, before, OPTIONS);

  await expect(gate).rejects.toThrow(/^60 of 60 rows have no right any more\n/);
  await expect(gate).rejects.toThrow(/score +1 +1 +0 .* 0\/60\/0 +unclear/);
});

test('what would pass whatever was evaluated is refused', async () => {
  for (const options of [{ metric: [] }, { margin: Number.NaN }, { level: 1.5 }, { maxMissing: Number.NaN }]) {
    await expect(expectNoRegression(baseline, baseline, { ...OPTIONS, ...options })).rejects.toThrow(RangeError);
  }
});

test('what another judge has said is no measure of the answers', async () => {
  const judged = (fingerprint: string) =>
    resultOf('judged', rowsOf(60, passing(1)), 'higher', { kind: 'judge', id: `small#${fingerprint}` });

  await expectNoRegression(judged('one'), judged('one'), OPTIONS);
  await expect(expectNoRegression(judged('two'), judged('one'), OPTIONS)).rejects.toThrow(
    /^right was judged by small#one before and by small#two now: judge the baseline anew\n[\s\S]*unclear, another judge/,
  );
});

test('what cannot be compared is said, with what could be', async () => {
  await expect(expectNoRegression(baseline, baseline, { ...OPTIONS, metric: 'speed' })).rejects.toThrow(
    'both evaluations know nothing of "speed"; in common they have: right',
  );
  const others = resultOf('v2', [{ key: 'other', scores: { right: true } }]);
  await expect(expectNoRegression(others, baseline, OPTIONS)).rejects.toThrow('no rows in common');
});
