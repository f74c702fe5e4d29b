import { test } from 'vitest';
import { compareGrids } from './compare-grids.ts';
import { gridOf, rowsOf } from './grid.test.support.ts';

const ROWS = 10_000;
const evaluation = (shift: number) =>
  gridOf(
    rowsOf(ROWS, (row) => ({
      scores: { quality: Math.sin(row + shift) },
      durationMs: (row % 97) + shift,
      costUsd: (row % 13) / 1_000,
    })),
  );
const [before, after] = [evaluation(0), evaluation(0.1)];

test('10,000 paired rows with a score, durations and costs, 10,000 draws', async ({ bench }) => {
  await bench('compare', () => void compareGrids(before, after)).run();
});
