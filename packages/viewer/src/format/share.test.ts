import { expect, test } from 'vitest';
import { formatShare } from './share.ts';

test.each([
  [0, '0 %'],
  [0.0004, '<0.1 %'],
  [0.0005, '0.1 %'],
  [0.169, '16.9 %'],
  [1, '100.0 %'],
])('%d of a whole is %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});
