import { expect, test } from 'vitest';
import { momentMs, momentNs, rangeLabel } from './time-range.ts';

const NOW = 1_790_000_000_000;
const label = (from?: string, to?: string) => rangeLabel({ from, to }, (ms) => `<${ms}>`, NOW);

test.each([
  ['-15m', NOW - 900_000],
  ['-2h', NOW - 7_200_000],
  ['-7d', NOW - 604_800_000],
  ['1789999999999', 1_789_999_999_999],
  ['yesterday', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is %j', (text, ms) => {
  expect(momentMs(text, NOW)).toBe(ms);
});

test('the API is told nanoseconds', () => {
  expect(momentNs('1790000000123', NOW)).toBe('1790000000123000000');
  expect(momentNs('soon', NOW)).toBeUndefined();
});

test('a range is called by its name, else by its ends', () => {
  expect([label(), label('-1h'), label('-3h'), label('5', '9'), label(undefined, '9')]).toEqual([
    'All time',
    'Last hour',
    `since <${NOW - 10_800_000}>`,
    '<5> – <9>',
    'until <9>',
  ]);
});
