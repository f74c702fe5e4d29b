import { expect, test } from 'vitest';
import { attemptsOf, wastedUs } from './attempts.ts';

test('each failed attempt begins when the wait of the one before is over', () => {
  const attempt = (timeNs: string, waitMs?: number) => ({
    name: 'tracewright.attempt',
    timeNs,
    attributes: waitMs === undefined ? {} : { 'tracewright.attempt.wait_ms': waitMs },
  });
  const events = [
    attempt('1000410000', 0.5),
    { name: 'other', timeNs: '1000500000', attributes: {} },
    attempt('1002000000'),
  ];

  const attempts = attemptsOf({ startNs: '1000000000', events });

  expect(attempts).toEqual([
    { startUs: 0, failedUs: 410, waitedUs: 910 },
    { startUs: 910, failedUs: 2_000, waitedUs: 2_000 },
  ]);
  expect(wastedUs(attempts)).toBe(2_000);
  expect(wastedUs([])).toBe(0);
});

test('an event that lies before its span, by a clock that disagrees, is left out', () => {
  expect(
    attemptsOf({ startNs: '10000', events: [{ name: 'tracewright.attempt', timeNs: '5000', attributes: {} }] }),
  ).toEqual([]);
});
