import { expect, test } from 'vitest';
import { formatDash, parseDash } from './dash-state.ts';

test('the URL says what differs from the last week of model calls', () => {
  expect(formatDash(parseDash(''))).toBe('');
  expect(parseDash('')).toEqual({
    ...{ filter: '', range: { from: '-7d', to: undefined }, subject: 'llm', split: 'none', percentile: 'p95' },
    score: undefined,
  });
});

test.each([
  '?q=status+%3D+error&from=-1h&of=steps&by=step&p=p50&score=thumbs',
  '?from=all',
  '?from=1790000000000&to=1790000100000',
  '?from=-7d&to=1790000100000',
])('%s is written as it was read', (search) => {
  expect(formatDash(parseDash(search))).toBe(search);
});

test('what whole traces cannot be split by is not', () => {
  expect(parseDash('?of=traces&by=provider').split).toBe('none');
  expect(parseDash('?of=dogs&by=tails&p=p1')).toMatchObject({ subject: 'llm', split: 'none', percentile: 'p95' });
});
