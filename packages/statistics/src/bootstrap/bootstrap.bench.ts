import { test } from 'vitest';
import { pairedBootstrap, pairedBootstraps } from './paired-bootstrap.ts';

const differences = Float64Array.from({ length: 10_000 }, (_, row) => Math.sin(row) * 0.3 + 0.01);

test('10,000 paired rows, 10,000 draws', async ({ bench }) => {
  await bench('paired bootstrap', () => void pairedBootstrap(differences)).run();
});

test('10,000 paired rows, 10,000 draws, ten measures', async ({ bench }) => {
  const measures = Array.from({ length: 10 }, (_, measure) => differences.map((value) => value * (measure + 1)));
  await bench('paired bootstrap', () => void pairedBootstraps(measures)).run();
});
