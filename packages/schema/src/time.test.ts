import { expect, test } from 'vitest';
import { durationMs, nanos } from './time.ts';

test('an OTLP timestamp keeps every nanosecond', () => {
  expect(nanos('1789000000123456789')).toBe(1_789_000_000_123_456_789n);
});

test('texts that are no OTLP timestamps are refused by name', () => {
  for (const text of ['', '-1', '1.5', '1e3', ' 1', '18446744073709551616', '99999999999999999999999']) {
    expect(() => nanos(text), text).toThrow(RangeError);
  }
});

test('a duration is in milliseconds to the microsecond, and negative where the clock went backwards', () => {
  expect(durationMs(nanos('1000000000'), nanos('1001234999'))).toBe(1.234);
  expect(durationMs(nanos('2000000'), nanos('1000000'))).toBe(-1);
});
