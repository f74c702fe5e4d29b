import { expect, test } from 'vitest';
import { kappaWorth } from './kappa-worth.ts';

test.each([
  [1, 'almost perfect'],
  [0.8, 'substantial'],
  [0.41, 'moderate'],
  [0.01, 'slight'],
  [0, 'none'],
  [-0.3, 'none'],
])('a kappa of %d is %s', (kappa, word) => {
  expect(kappaWorth(kappa)).toBe(word);
});
