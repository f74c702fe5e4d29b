import { expect, test } from 'vitest';
import { metricValue } from './run-facts.tsx';

test.each([
  [0.9125281939, '0.912528'],
  [1e-9, '1e-9'],
  [1_234_567, '1234567'],
  [123_456_789.123, '123456789.12'],
  [-9_876_543.5, '-9876543.5'],
  [0, '0'],
  ['NaN', 'NaN'],
])('a metric of %s reads %s: only decimals are cut', (value, text) => {
  expect(metricValue({ value })).toBe(text);
});
