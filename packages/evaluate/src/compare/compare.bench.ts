import { test } from 'vitest';
import { compareGrids } from './compare-grids.ts';
import { gridOf, rowsOf } from './grid.test.support.ts';

const ROWS = 10_000;
const one = (shift: number) => gridOf(rowsOf(ROWS, (row) => ({ scores: { quality: Math.sin(row + shift) } })));
const [before, after] = [one(0), one(0.1)];

test('10,000 paired rows with one score, 10,000 draws', async ({ bench }) => {
  await bench('compare', () => void compareGrids(before, after)).run();
});
