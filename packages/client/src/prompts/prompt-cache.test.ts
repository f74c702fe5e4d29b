import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Prompt } from './prompt.ts';
import { PromptCache } from './prompt-cache.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const prompt = (version: number) => ({ version }) as Prompt;

test('what was loaded serves for as long as each caller allows, and is asked for once at a time', async () => {
  const cache = new PromptCache();
  let version = 0;
  const ask = vi.fn(async () => prompt(++version));
  const both = Promise.all([cache.load('a@live', 1_000, ask), cache.load('a@live', 1_000, ask)]);
  expect((await both).map((one) => one.version)).toEqual([1, 1]);
  vi.advanceTimersByTime(999);
  expect((await cache.load('a@live', 1_000, ask)).version).toBe(1);
  expect((await cache.load('a@live', 500, ask)).version).toBe(2);
  vi.advanceTimersByTime(1_000);
  expect((await cache.load('a@live', 1_000, ask)).version).toBe(3);
  expect(ask).toHaveBeenCalledTimes(3);
});

test('a failure is not kept, and a change of one prompt does not forget others', async () => {
  const cache = new PromptCache();
  await expect(cache.load('a/1', 1_000, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect((await cache.load('a/1', 1_000, async () => prompt(1))).version).toBe(1);
  await cache.load('ab/1', 1_000, async () => prompt(1));
  cache.forget('a');
  expect((await cache.load('a/1', 1_000, async () => prompt(2))).version).toBe(2);
  expect((await cache.load('ab/1', 1_000, async () => prompt(2))).version).toBe(1);
});
