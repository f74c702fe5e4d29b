import { expect, test, vi } from 'vitest';
import type { CountingThread, CountReply } from './counting-thread.ts';
import { type CountingLimits, type CountRequest, TokenCounter, type TokenCounts } from './token-counter.ts';

const request = (text: string): CountRequest => ({
  encoding: 'o200k_base',
  input: { texts: [text], extra: 0, functions: [] },
  output: undefined,
});

/** A counter whose thread is played by the test. */
function withThread(limits: Partial<CountingLimits> = {}) {
  const posted: number[] = [];
  const replies: CountReply[] = [];
  const handlers: Array<{ onReply: (reply: CountReply) => void; onFailure: (error: Error) => void }> = [];
  let ended = 0;
  const counter = new TokenCounter(limits, (onReply, onFailure): CountingThread => {
    handlers.push({ onReply, onFailure });
    return { post: ({ id }) => posted.push(id), next: () => replies.shift(), end: () => (ended += 1) };
  });
  const counted: (TokenCounts | undefined)[] = [];
  return {
    counter,
    posted,
    replies,
    counted,
    count: (text: string) => counter.count(request(text), (counts) => counted.push(counts)),
    reply: (id: number, input: number) => handlers.at(-1)?.onReply({ id, input, output: undefined }),
    fail: (error: Error) => handlers.at(-1)?.onFailure(error),
    starts: () => handlers.length,
    ends: () => ended,
  };
}

test('the thread is started when the first text is there, and counts one after the other', () => {
  const { count, reply, counted, starts } = withThread();
  expect(starts()).toBe(0);
  expect([count('a'), count('b')]).toEqual([true, true]);
  reply(1, 10);
  reply(2, 20);
  expect(counted.map((counts) => counts?.input)).toEqual([10, 20]);
  expect(starts()).toBe(1);
});

test('what is too much to wait is not counted', () => {
  const { count, reply, posted } = withThread({ maxWaiting: 2, maxLength: 10 });
  expect([count('12345'), count('123456'), count('12345'), count('')]).toEqual([true, false, true, false]);
  reply(1, 1);
  expect(count('12345')).toBe(true);
  expect(posted).toEqual([1, 2, 3]);
});

test('a text that takes too long ends the thread, and all that wait go without a count', () => {
  vi.useFakeTimers();
  try {
    const { count, counted, starts, ends } = withThread({ timeoutMs: 1_000 });
    count('a');
    vi.advanceTimersByTime(600);
    count('b');
    vi.advanceTimersByTime(600);
    expect(counted).toEqual([undefined, undefined]);
    expect(ends()).toBe(1);
    count('c');
    expect(starts()).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test('a thread without work is ended, and started again when there is some', () => {
  vi.useFakeTimers();
  try {
    const { count, reply, starts, ends, counted } = withThread({ timeoutMs: 1_000, idleMs: 60_000 });
    count('a');
    reply(1, 1);
    vi.advanceTimersByTime(59_000);
    expect(ends()).toBe(0);
    vi.advanceTimersByTime(2_000);
    expect([ends(), starts()]).toEqual([1, 1]);
    count('b');
    reply(2, 2);
    expect(counted.map((counts) => counts?.input)).toEqual([1, 2]);
  } finally {
    vi.useRealTimers();
  }
});

test('a thread that fails is not started again', () => {
  const { count, fail, counted, starts } = withThread();
  count('a');
  fail(new Error('no memory'));
  expect(count('b')).toBe(false);
  expect(counted).toEqual([undefined]);
  expect(starts()).toBe(1);
});

test('at the end the replies are waited for, and what has none goes without', () => {
  const { counter, count, counted, replies } = withThread();
  count('a');
  count('b');
  replies.push({ id: 1, input: 7, output: undefined });
  counter.finishBlocking(1_000);
  expect(counted).toEqual([{ input: 7, output: undefined }, undefined]);
});

test('long words, other scripts and texts that look like special tokens are counted in a moment', async () => {
  const counter = new TokenCounter({ timeoutMs: 25_000 });
  const texts = ['a'.repeat(100_000), '漢字'.repeat(50_000), '<|endoftext|>', ' '.repeat(100_000), '🙂'.repeat(5_000)];
  const counts = await Promise.all(
    texts.map(
      (text) =>
        new Promise<number | undefined>((resolve) => {
          counter.count(request(text), (result) => resolve(result?.input));
          // Nothing but this promise holds the process.
        }),
    ),
  );
  expect(counts[0]).toBeGreaterThan(12_000);
  expect(counts[0]).toBeLessThan(13_500);
  expect(counts[1]).toBeGreaterThan(90_000);
  expect(counts[2]).toBe(7);
  expect(counts[4]).toBeGreaterThan(4_000);
  counter.finishBlocking(0);
});
