import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.test.support.ts';
import { RateLimiter } from './rate-limiter.ts';

const NOTHING = { requests: 1, tokens: 0 };

test('no minute has more calls than allowed, and who comes first goes first', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerMinute: 3 }, clock);
  const startedMs: number[] = [];
  const enter = async () => {
    const taking = await limiter.enter();
    startedMs.push(clock.nowMs());
    taking.settle(NOTHING);
  };
  await enter();
  clock.advance(10_000);
  await Promise.all([enter(), enter(), enter(), enter(), enter()]);
  expect(startedMs).toEqual([0, 10_000, 10_000, 60_000, 70_000, 70_000]);
});

test('tokens count as they turned out, and what a call will take as much as calls have taken', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ tokensPerMinute: 1_000 }, clock);
  (await limiter.enter()).settle({ requests: 1, tokens: 600 });
  // As much again would not fit.
  const second = await limiter.enter();
  expect(clock.nowMs()).toBe(60_000);
  second.settle({ requests: 1, tokens: 200 });
  (await limiter.enter()).settle({ requests: 1, tokens: 1_300 });
  expect(clock.nowMs()).toBe(60_000);
  // 700 are expected of each by now, and 1,500 were taken.
  await limiter.enter();
  expect(clock.nowMs()).toBe(120_000);
});

test('a call that is larger than a minute allows goes alone instead of never', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ tokensPerMinute: 100 }, clock);
  (await limiter.enter()).settle({ requests: 1, tokens: 5_000 });
  await limiter.enter();
  expect(clock.nowMs()).toBe(60_000);
});

test('who waits no longer holds up nobody behind him', async () => {
  const clock = new FakeClock();
  const limiter = new RateLimiter({ requestsPerMinute: 1 }, clock);
  await limiter.enter();
  const gone = limiter.enter(AbortSignal.abort(new Error('gone')));
  const next = limiter.enter();
  await expect(gone).rejects.toThrow('gone');
  await next;
  expect(clock.nowMs()).toBe(60_000);
});
