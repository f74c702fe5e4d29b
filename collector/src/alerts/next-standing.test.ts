import type { AlertReading, AlertState, NewAlertRule } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { AlertStanding } from '../storage/tracking/alerts/alert-store.ts';
import { judge, nextStanding } from './next-standing.ts';

const ABOVE_2: NewAlertRule['condition'] = { kind: 'threshold', is: 'above', value: 2 };
const NEW: AlertStanding = { state: 'noData', sinceMs: null, badSinceMs: null, isTold: false, reading: null };
const reading = (value: number | null, count = 10, before: number | null = null): AlertReading => ({
  value,
  before,
  count,
});

/** States and changes over looks that are ten apart. */
function over(values: readonly (number | null)[], forMs: number): readonly string[] {
  let standing = NEW;
  return values.map((value, index) => {
    const next = nextStanding(standing, reading(value), { condition: ABOVE_2, minCount: 1, forMs }, index * 10);
    standing = next.standing;
    return next.change === undefined ? standing.state : `${standing.state}!${next.change}`;
  });
}

test('a value that is bad for long enough fires once, and resolves once it is good', () => {
  expect(over([1, 3, 3, 3, 3, 1, 1], 20)).toEqual([
    'ok',
    'pending',
    'pending',
    'firing!firing',
    'firing',
    'ok!resolved',
    'ok',
  ]);
  expect(over([3, 1, 3], 0)).toEqual(['firing!firing', 'ok!resolved', 'firing!firing']);
});

test('a value that is bad for long enough fires though the clock is set back by a day meanwhile', () => {
  const rule = { condition: ABOVE_2, minCount: 1, forMs: 20 };
  const first = nextStanding(NEW, reading(3), rule, 86_400_000).standing;
  const second = nextStanding(first, reading(3), rule, 10).standing;
  expect([first.state, second.state, nextStanding(second, reading(3), rule, 30).change]).toEqual([
    ...['pending', 'pending', 'firing'],
  ]);
});

test('a value that is good in between begins to be bad anew', () => {
  expect(over([3, 3, 1, 3, 3], 20)).toEqual(['pending', 'pending', 'ok', 'pending', 'pending']);
});

test('without data nothing fires and nothing resolves', () => {
  expect(over([null, 3, null, 3, null, 1], 0)).toEqual([
    'noData',
    'firing!firing',
    'firing',
    'firing',
    'firing',
    'ok!resolved',
  ]);
  expect(over([1, null, 1], 0)).toEqual(['ok', 'noData', 'ok']);
});

test('a state lasts from the first look that saw it', () => {
  const rule = { condition: ABOVE_2, minCount: 1, forMs: 0 };
  const first = nextStanding(NEW, reading(3), rule, 10).standing;
  const second = nextStanding(first, reading(4), rule, 20).standing;
  expect([second.sinceMs, second.badSinceMs]).toEqual([10, 10]);
});

test.each<[string, AlertReading, NewAlertRule['condition'], 'bad' | 'good' | 'noData']>([
  ['too few are no data', reading(9, 4), ABOVE_2, 'noData'],
  ['the limit itself is not above it', reading(2), ABOVE_2, 'good'],
  ['below a limit is bad where that is asked', reading(1), { kind: 'threshold', is: 'below', value: 2 }, 'bad'],
  ['a rise by more than a fifth', reading(1.21, 10, 1), { kind: 'weekBefore', is: 'above', share: 0.2 }, 'bad'],
  ['a rise by less', reading(1.19, 10, 1), { kind: 'weekBefore', is: 'above', share: 0.2 }, 'good'],
  ['a fall by more than a fifth', reading(0.79, 10, 1), { kind: 'weekBefore', is: 'below', share: 0.2 }, 'bad'],
  ['nothing a week before', reading(5), { kind: 'weekBefore', is: 'above', share: 0.2 }, 'noData'],
])('%s', (_, seen, condition, verdict) => {
  expect(judge(seen, { condition, minCount: 5, forMs: 0 })).toBe(verdict);
});

test('what was silent before is as good as never looked at', () => {
  const states: readonly AlertState[] = ['ok', 'pending', 'noData'];
  for (const state of states) {
    const { change } = nextStanding(
      { ...NEW, state, sinceMs: 1 },
      reading(1),
      { condition: ABOVE_2, minCount: 1, forMs: 0 },
      20,
    );
    expect(change).toBeUndefined();
  }
});
