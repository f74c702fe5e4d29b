import { expect, test } from 'vitest';
import { CopyProgress } from './copy-progress.ts';

test('progress is said every five seconds, with what is left by the pace so far', () => {
  let now = 0;
  const progress = new CopyProgress(100_000, () => now);
  expect(progress.add(1_000, 9_000)).toBeUndefined();
  now = 10_000;
  expect(progress.add(1_000, 9_000)).toBe(
    '2,000 of about 100,000 traces  18,000 spans  1,800 spans a second  about 8 min left',
  );
  expect(progress.add(1_000, 9_000)).toBeUndefined();
  now = 600_000;
  expect(progress.add(95_000, 855_000)).toContain('about 13 s left');
});

test('of what came in meanwhile nobody says how long it takes', () => {
  let now = 0;
  const progress = new CopyProgress(10, () => now);
  now = 5_000;
  expect(progress.add(12, 24)).toBe('12 of about 12 traces  24 spans  5 spans a second');
});
