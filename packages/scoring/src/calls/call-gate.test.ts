import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.test.support.ts';
import { CallGate } from './call-gate.ts';
import { errorFacts, isRetryable } from './error-facts.ts';

/** Fails so often before it succeeds. */
function failing(error: unknown, times: number): () => Promise<string> {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return 'done';
  };
}

test('a busy server is asked again after as long as it says', async () => {
  const clock = new FakeClock();
  const calls = new CallGate({ clock });
  const busy = new OpenAI.RateLimitError(429, {}, 'slow down', new Headers({ 'retry-after': '7' }));
  expect(await calls.retrying(failing(busy, 2))).toBe('done');
  expect(clock.pauses).toEqual([7_000, 7_000]);
  await expect(calls.retrying(failing(busy, 3))).rejects.toBe(busy);
});

test('without a word of the server waits become longer each time', async () => {
  const clock = new FakeClock();
  const gone = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
  });
  expect(await new CallGate({ clock, retries: 3 }).retrying(failing(gone, 3))).toBe('done');
  const [first = 0, second = 0, third = 0] = clock.pauses;
  for (const [pause, most] of [
    [first, 500],
    [second, 1_000],
    [third, 2_000],
  ] as const) {
    expect(pause).toBeGreaterThanOrEqual(most / 2);
    expect(pause).toBeLessThanOrEqual(most);
  }
});

test.each([
  ['a wrong request', Object.assign(new Error(), { status: 400 }), false],
  ['a wrong key', new OpenAI.AuthenticationError(401, {}, '', new Headers()), false],
  ['a mistake of the task', new TypeError('x is not a function'), false],
  ['no error at all', 'text', false],
  ['a broken server', Object.assign(new Error(), { status: 503 }), true],
  [
    'a broken server behind another error',
    new Error('no answer', { cause: Object.assign(new Error(), { status: 500 }) }),
    true,
  ],
  ['a connection that broke', new OpenAI.APIConnectionError({ message: 'gone' }), true],
])('%s is tried again: %s', (_, error, expected) => {
  expect(isRetryable(error)).toBe(expected);
});

test('errors are told by their codes, else by their classes', () => {
  const limited = new OpenAI.RateLimitError(429, { code: 'rate_limit_exceeded' }, 'slow down', new Headers());
  expect(errorFacts(limited).code).toBe('rate_limit_exceeded');
  expect(errorFacts(new OpenAI.InternalServerError(500, {}, 'x', new Headers())).code).toBe('InternalServerError');
  expect(errorFacts(new RangeError('too far'))).toEqual({ code: 'RangeError', message: 'too far' });
  expect(errorFacts('just a text')).toEqual({ code: 'Error', message: 'just a text' });
});

test('calls count under each of their limits, and what they used is added up', async () => {
  const clock = new FakeClock();
  const calls = new CallGate({
    clock,
    rateLimits: { judges: { requestsPerMinute: 2 }, openai: { tokensPerMinute: 100 } },
  });
  const work = async () => 'done';
  const call = { limits: ['judges', 'openai', 'unlimited'], work, usageOf: () => ({ tokens: 40, costUsd: 0.5 }) };
  await calls.run(call);
  await calls.run(call);
  expect(clock.nowMs()).toBe(0);
  await calls.run(call);
  expect(clock.nowMs()).toBe(60_000);
  expect(calls.usage).toEqual({ calls: 3, tokens: 120, costUsd: 1.5, unpriced: 0 });
});
