import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lease } from './lease.ts';
import { Leases } from './leases.ts';
import { MemoryLeases } from './memory-leases.test.support.ts';

const TTL = { ttlMs: 9_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Two processes on one database. */
function opened() {
  const store = new MemoryLeases();
  const failures: unknown[] = [];
  const report = (error: unknown) => void failures.push(error);
  return { store, failures, one: new Leases(store, report), two: new Leases(store, report) };
}

test('a lease lasts as long as its holder lives, far beyond the time it is taken for', async () => {
  const { one, two } = opened();
  const lease = await one.hold('sweep', TTL);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(lease!.signal.aborted).toBe(false);
  expect(await two.hold('sweep', TTL)).toBeUndefined();
  expect(await one.hold('sweep', TTL)).toBeUndefined();
});

test('what is given up is had by the next at once, and renewed no longer', async () => {
  const { store, one, two } = opened();
  const lease = await one.hold('sweep', TTL);
  await lease!.release();
  expect(lease!.signal.aborted).toBe(true);
  expect((await two.hold('sweep', TTL))?.term).toBe(2);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(await store.list()).toMatchObject([{ name: 'sweep', term: 2 }]);
});

test('a holder that the database does not answer stops before anybody else can begin', async () => {
  const { store, failures, one } = opened();
  const lease = await one.hold('sweep', TTL);
  await vi.advanceTimersByTimeAsync(3_000);
  const [renewed] = await store.list();
  expect(renewed!.remainingMs).toBe(9_000);
  store.failure = new Error('no database');
  await vi.advanceTimersByTimeAsync(8_999);
  expect(lease!.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(lease!.signal.aborted).toBe(true);
  expect(failures).toContainEqual(store.failure);
});

test('a holder that stood still while its lease ran out is told when it goes on', async () => {
  const { store, one, two } = opened();
  const lease = await one.hold('sweep', TTL);
  vi.setSystemTime(Date.now() + 10_000);
  expect((await two.hold('sweep', TTL))?.term).toBe(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(lease!.signal.aborted).toBe(true);
  await lease!.release();
  expect(await store.list()).toHaveLength(1);
});

test('work is done by one of those who would at the same time, and by another one afterwards', async () => {
  const { one, two } = opened();
  const done: string[] = [];
  const running = Promise.withResolvers<void>();
  const first = one.whileHeld('sweep', async () => {
    await running.promise;
    done.push('one');
    return 1;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(await two.whileHeld('sweep', async () => done.push('two'))).toBeUndefined();
  running.resolve();
  expect(await first).toBe(1);
  expect(await two.whileHeld('sweep', async () => 2)).toBe(2);
  expect(done).toEqual(['one']);
});

test('work that fails gives its lease up', async () => {
  const { one, two } = opened();
  await expect(one.whileHeld('sweep', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await two.whileHeld('sweep', async () => 2)).toBe(2);
});

test('of those who stand for it one works, and another one takes over when that one closes or dies', async () => {
  const { store, one, two } = opened();
  const working: string[] = [];
  const untilLost =
    (name: string) =>
    async ({ signal }: Lease) => {
      working.push(name);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      working.splice(working.indexOf(name), 1);
    };
  const stop = one.stand('score', untilLost('one'), TTL);
  two.stand('score', untilLost('two'), TTL);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(working).toEqual(['one']);
  await stop();
  expect(working).toEqual([]);
  await vi.advanceTimersByTimeAsync(4_500);
  expect(working).toEqual(['two']);

  const [{ holder = '' } = {}] = await store.list();
  // As if the process were gone: nobody renews it.
  await store.release('score', holder);
  one.stand('score', untilLost('one'), TTL);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(working).toEqual(['one']);
});

test('work that fails is told and tried again', async () => {
  const { failures, one } = opened();
  let count = 0;
  one.stand(
    'score',
    async () => {
      if (++count < 3) throw new Error(`failure ${count}`);
    },
    TTL,
  );
  await vi.advanceTimersByTimeAsync(9_000);
  expect([count, failures.length]).toEqual([3, 2]);
  await one.close();
});

test('who closes gives up all leases, and takes none any more', async () => {
  const { store, one, two } = opened();
  await one.hold('a', TTL);
  await one.hold('b', TTL);
  await one.close();
  expect(await store.list()).toEqual([]);
  expect(await one.hold('a', TTL)).toBeUndefined();
  expect(await two.hold('a', TTL)).toBeDefined();
});
