import { expect, test } from 'vitest';
import { standingSpans } from './standing-spans.ts';

const MINUTES = [7, 8, 9];

test('rows of minutes that each lie in one part are read as they are', () => {
  const spans = standingSpans([[9], [7, 8]]);

  expect(spans.select('name', 'a OR b')).toBe('SELECT name FROM spans WHERE (a OR b) AND is_gone = 0');
  expect(spans.minutes).toEqual(MINUTES);
  expect(MINUTES.filter(spans.isMerged)).toEqual([]);
});

test('rows are compared in minutes that lie in several parts, and in no others', () => {
  const spans = standingSpans([[7, 8], [8, 9], [20], [20]]);

  const shared = '(minute BETWEEN 8 AND 8 OR minute BETWEEN 20 AND 20)';
  expect(spans.select('name', 'a')).toBe(
    `SELECT name FROM spans WHERE ((a) AND NOT ${shared}) AND is_gone = 0` +
      ` UNION ALL SELECT name FROM spans FINAL WHERE (a) AND ${shared}`,
  );
  expect([7, 8, 9, 20].filter(spans.isMerged)).toEqual([8, 20]);
});

test('where all minutes lie in several parts, all rows are compared', () => {
  const spans = standingSpans([MINUTES, MINUTES]);

  expect(spans.select('name', 'a')).toBe('SELECT name FROM spans FINAL WHERE a');
  expect(spans.minutes).toEqual(MINUTES);
});

test('a condition that names a set is put to all rows at once', () => {
  const where = 'trace_id IN (SELECT trace_id FROM traces)';

  expect(standingSpans([[7, 8], [8]]).select('name', where)).toBe(`SELECT name FROM spans FINAL WHERE ${where}`);
  expect(standingSpans([[7]]).select('name', where)).toBe(`SELECT name FROM spans WHERE (${where}) AND is_gone = 0`);
});

test('minutes lying in several parts here and there are named in a hundred stretches at most', () => {
  const scattered = Array.from({ length: 250 }, (_, index) => index * 3);
  const spans = standingSpans([scattered, scattered, [100_000]]);

  expect(spans.select('name', 'a').match(/BETWEEN/g)!.length).toBeLessThanOrEqual(2 * 100);
  expect(scattered.every(spans.isMerged)).toBe(true);
  expect(spans.isMerged(100_000)).toBe(false);
});

test('a minute that no part is known to have is compared with nothing that is known', () => {
  const scattered = Array.from({ length: 250 }, (_, index) => index * 3);

  expect(standingSpans([MINUTES, MINUTES]).isMerged(1_000)).toBe(false);
  expect(standingSpans([scattered, scattered, [100_000]]).isMerged(1)).toBe(false);
});
