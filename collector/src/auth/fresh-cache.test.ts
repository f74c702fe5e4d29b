import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { FreshCache } from './fresh-cache.ts';

const AWAY = new ApiError('TEMPORARILY_UNAVAILABLE', 'the database cannot be reached');

/** A store of one value, which may be away, behind a cache for 3 s and a minute of grace. */
function opened() {
  const store = { value: 'a' as string | undefined, failure: undefined as Error | undefined, asked: 0 };
  const clock = { ms: 1_000_000 };
  const load = async (): Promise<string | undefined> => {
    store.asked++;
    if (store.failure !== undefined) throw store.failure;
    return store.value;
  };
  const cache = new FreshCache(load, { ttlMs: 3_000, graceMs: 60_000, maxEntries: 10, nowMs: () => clock.ms });
  return { store, clock, cache };
}

test('while the store is away what was known holds for a minute, and the store is not asked each time', async () => {
  const { store, clock, cache } = opened();
  await cache.get('key');
  store.failure = AWAY;
  clock.ms += 3_000;
  for (let round = 0; round < 5; round++) expect(await cache.get('key')).toBe('a');
  expect(store.asked).toBe(2);
  clock.ms += 59_999;
  expect(await cache.get('key')).toBe('a');
  clock.ms += 1;
  await expect(cache.get('key')).rejects.toBe(AWAY);
});

test('what was not known while the store is away is refused, and so is what is a bug', async () => {
  const { store, clock, cache } = opened();
  store.failure = AWAY;
  await expect(cache.get('key')).rejects.toBe(AWAY);
  store.failure = undefined;
  await cache.get('key');
  clock.ms += 4_000;
  store.failure = new TypeError('a bug');
  await expect(cache.get('key')).rejects.toBe(store.failure);
});

test('what the store says once it is back holds at once, also that there is nothing', async () => {
  const { store, clock, cache } = opened();
  await cache.get('key');
  store.failure = AWAY;
  clock.ms += 4_000;
  expect(await cache.get('key')).toBe('a');
  store.failure = undefined;
  store.value = undefined;
  clock.ms += 1_000;
  expect(await cache.get('key')).toBeUndefined();
  store.failure = AWAY;
  await expect(cache.get('key')).rejects.toBe(AWAY);
});

test('what was changed here, and what a clock that has gone back makes newer, has no grace', async () => {
  const { store, clock, cache } = opened();
  await cache.get('key');
  store.failure = AWAY;
  clock.ms -= 3_600_000;
  await expect(cache.get('key')).rejects.toBe(AWAY);
  clock.ms += 3_600_000;
  expect(await cache.get('key')).toBe('a');
  cache.forget('key');
  await expect(cache.get('key')).rejects.toBe(AWAY);
});
