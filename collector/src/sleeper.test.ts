import { expect, test } from 'vitest';
import { IDLE_MS, restUntil, Sleeper } from './sleeper.ts';
import { waking } from './waking.ts';

const NEVER = new AbortController().signal;
const DAY_MS = 86_400_000;

test('who is woken while at work does not rest afterwards, and only once', async () => {
  const sleeper = new Sleeper();
  sleeper.wake();
  await sleeper.sleep(DAY_MS, NEVER);
  const ended = new AbortController();
  const resting = sleeper.sleep(DAY_MS, ended.signal).then(() => ended.signal.aborted);
  ended.abort();
  expect(await resting).toBe(true);
});

test('a change wakes once it is made, reading does not', async () => {
  const woken: string[] = [];
  const store = { made: 0, create: async () => void woken.push('create'), list: async () => woken.length };
  const awake = waking(store, ['create'], { wake: () => void woken.push('wake') });
  expect(await awake.list()).toBe(0);
  await awake.create();
  expect(woken).toEqual(['create', 'wake']);
});

test('work rests until something is due, within bounds', () => {
  expect([undefined, 0, 5_000, DAY_MS].map((nextMs) => restUntil(nextMs, 1_000, 500))).toEqual([
    ...[IDLE_MS, 500, 4_000, IDLE_MS],
  ]);
});
