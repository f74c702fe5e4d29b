import { expect, test } from 'vitest';
import { FailedSignIns } from './failed-sign-ins.ts';
import { TokenBucket } from './token-bucket.ts';

function opened() {
  const clock = { nowMs: 0 };
  const failures = new FailedSignIns(() => clock.nowMs);
  /** Seconds to wait; 0 where the try was let in, which then fails. */
  const fail = (name: string, address: string | undefined): number => {
    try {
      failures.begin(name, address);
      return 0;
    } catch (error) {
      return (error as { retryAfterS: number }).retryAfterS;
    }
  };
  return { clock, failures, fail };
}

test('after five failures of a name from one address each further try has to wait', () => {
  const { clock, fail } = opened();
  expect(Array.from({ length: 6 }, () => fail('ada', '10.0.0.1'))).toEqual([0, 0, 0, 0, 0, 30]);
  expect(fail('ADA', '10.0.0.1')).toBe(30);
  expect(fail('bo', '10.0.0.1')).toBe(0);
  expect(fail('ada', '10.0.0.2')).toBe(0);
  clock.nowMs += 30_000;
  expect([fail('ada', '10.0.0.1'), fail('ada', '10.0.0.1')]).toEqual([0, 30]);
});

test('a name in other letters that is the same user brings no further tries', () => {
  const { fail } = opened();
  for (let index = 0; index < 5; index++) fail('ada', '10.0.0.1');
  expect([fail('ＡＤＡ', '10.0.0.1'), fail('\u{1d41a}da', '10.0.0.1')]).toEqual([30, 30]);
});

test('whoever signs in has failed never', () => {
  const { failures, fail } = opened();
  for (let index = 0; index < 4; index++) fail('ada', '10.0.0.1');
  failures.begin('ada', '10.0.0.1').succeeded();
  expect(Array.from({ length: 5 }, () => fail('ada', '10.0.0.1'))).toEqual([0, 0, 0, 0, 0]);
});

test('one address can not try all names', () => {
  const { fail } = opened();
  const waits = Array.from({ length: 31 }, (_, index) => fail(`user${index}`, '10.0.0.1'));
  expect(waits.lastIndexOf(0)).toBe(29);
  expect(fail('user99', '10.0.0.2')).toBe(0);
});

test('all addresses of one network of IPv6 are one: whoever has one has all of them', () => {
  const { fail } = opened();
  const waits = Array.from({ length: 31 }, (_, index) => fail(`user${index}`, `2001:db8:0:7::${index}`));
  expect(waits.lastIndexOf(0)).toBe(29);
  expect([fail('user99', '2001:DB8::7:0:0:0:99'), fail('user99', '2001:db8:0:8::1')]).toEqual([5, 0]);
});

test('who is refused pushes nobody out of what is remembered', () => {
  const { fail } = opened();
  for (let index = 0; index < 5; index++) fail('ada', '10.0.0.1');
  for (let index = 0; index < 20_000; index++) fail(`user${index}`, '10.0.0.2');
  expect(fail('ada', '10.0.0.1')).toBe(30);
});

test('a try of which nothing came, right or wrong, has not failed', () => {
  const { failures, fail } = opened();
  for (let index = 0; index < 9; index++) failures.begin('ada', '10.0.0.1').abandoned();
  expect(Array.from({ length: 6 }, () => fail('ada', '10.0.0.1'))).toEqual([0, 0, 0, 0, 0, 30]);
});

test('many addresses together can not try one name, nor lock out who has signed in from where they are', () => {
  const { failures, fail } = opened();
  failures.begin('ada', '10.0.0.1').succeeded();
  const waits = Array.from({ length: 31 }, (_, index) => fail('ada', `10.9.0.${index}`));
  expect(waits.lastIndexOf(0)).toBe(29);
  expect(fail('ada', '10.0.0.1')).toBe(0);
});

test('an allowance that is overdrawn has to fill up again, and a clock that is set back takes nothing', () => {
  const bucket = new TokenBucket(10, 2, 1_000);
  bucket.take(14);
  expect([bucket.left(1_000), bucket.waitS(1_000)]).toEqual([-4, 2.5]);
  expect(bucket.left(0)).toBe(-4);
  expect(bucket.left(2_000)).toBe(0);
  expect(bucket.left(60_000)).toBe(10);
});
