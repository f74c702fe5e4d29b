import { expect, test } from 'vitest';
import { type Interval, intervalFor, TimeBuckets } from './time-buckets.ts';

const ms = (text: string): number => Date.parse(text);

test.each([
  ['1s', 'UTC', '2026-03-01T10:20:30.400Z', '2026-03-01T10:20:30Z', '2026-03-01T10:20:31Z'],
  ['15m', 'Asia/Kathmandu', '2026-03-01T10:20:30Z', '2026-03-01T10:15:00Z', '2026-03-01T10:30:00Z'],
  ['1h', 'Asia/Kolkata', '2026-03-01T10:20:30Z', '2026-03-01T09:30:00Z', '2026-03-01T10:30:00Z'],
  ['6h', 'Europe/Berlin', '2026-03-01T10:20:30Z', '2026-03-01T05:00:00Z', '2026-03-01T11:00:00Z'],
  ['1d', 'America/New_York', '2026-03-01T03:00:00Z', '2026-02-28T05:00:00Z', '2026-03-01T05:00:00Z'],
  // The night in which clocks go forward, and the one in which they go back.
  ['1d', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  ['1d', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['1h', 'Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
  ['1w', 'UTC', '2026-01-01T00:00:00Z', '2025-12-29T00:00:00Z', '2026-01-05T00:00:00Z'],
] as const)('%s in %s of %s', (interval, zone, time, start, next) => {
  const buckets = new TimeBuckets(interval as Interval, zone);
  expect(new Date(buckets.startOf(ms(time)))).toEqual(new Date(start));
  expect(new Date(buckets.nextOf(ms(start)))).toEqual(new Date(next));
});

test('buckets follow each other without gap through a year of any zone', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia']) {
    for (const interval of ['6h', '1d', '1w'] as const) {
      const buckets = new TimeBuckets(interval, zone);
      let start = buckets.startOf(ms('2026-01-01T00:00:00Z'));
      while (start < ms('2027-01-01T00:00:00Z')) {
        const next = buckets.nextOf(start);
        expect(next).toBeGreaterThan(start);
        expect(buckets.startOf(next - 1)).toBe(start);
        expect(buckets.startOf(next)).toBe(next);
        start = next;
      }
    }
  }
});

test('the interval is the shortest that gives at most 100 buckets', () => {
  const hour = 3_600_000;
  expect([0, 0.02, 1, 24, 24 * 7, 24 * 365].map((hours) => intervalFor(hours * hour))).toEqual([
    '1s',
    '1s',
    '1m',
    '15m',
    '6h',
    '1w',
  ]);
});
