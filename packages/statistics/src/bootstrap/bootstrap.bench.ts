import { test } from 'vitest';
import { pairedBootstrap } from './paired-bootstrap.ts';

const differences = Float64Array.from({ length: 10_000 }, (_, row) => Math.sin(row) * 0.3 + 0.01);

test('10,000 paired rows, 10,000 draws', async ({ bench }) => {
  await bench('paired bootstrap', () => void pairedBootstrap(differences)).run();
});
