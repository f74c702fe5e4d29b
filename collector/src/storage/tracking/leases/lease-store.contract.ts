import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';

const HOUR_MS = 3_600_000;

/** What every adapter has to do with leases. */
export function leaseCases(opened: OpenStores): void {
  test('a lease has one holder at a time, and the next one after it was given up', async () => {
    const { leases } = await opened();
    expect(await leases.take('sweep', 'a', HOUR_MS)).toBe(1);
    expect(await leases.take('sweep', 'b', HOUR_MS)).toBeUndefined();
    expect(await leases.take('sweep', 'a', HOUR_MS)).toBeUndefined();
    await leases.release('sweep', 'b');
    expect(await leases.take('sweep', 'b', HOUR_MS)).toBeUndefined();
    await leases.release('sweep', 'a');
    expect(await leases.take('sweep', 'b', HOUR_MS)).toBe(2);
  });

  test('leases of different names have nothing to do with each other', async () => {
    const { leases } = await opened();
    expect(await leases.take('one', 'a', HOUR_MS)).toBe(1);
    expect(await leases.take('two', 'b', HOUR_MS)).toBe(1);
    await leases.release('one', 'a');
    const [two, ...others] = await leases.list();
    expect([two, others]).toMatchObject([{ name: 'two', holder: 'b', term: 1 }, []]);
    expect(two!.remainingMs).toBeGreaterThan(0);
    expect(two!.remainingMs).toBeLessThanOrEqual(HOUR_MS);
  });

  test('a lease that has run out goes to whoever asks first, and its holder is told when it renews', async () => {
    const { leases } = await opened();
    await leases.take('sweep', 'a', 1);
    await expect.poll(() => leases.take('sweep', 'b', HOUR_MS)).toBe(2);
    expect(await leases.renew('sweep', 'a', HOUR_MS)).toBe(false);
    expect(await leases.renew('sweep', 'b', HOUR_MS)).toBe(true);
  });

  test('a lease is renewed by its holder even after it has run out, as long as nobody has taken it', async () => {
    const { leases } = await opened();
    await leases.take('sweep', 'a', 1);
    await expect.poll(async () => (await leases.list())[0]!.remainingMs).toBeLessThanOrEqual(0);
    expect(await leases.renew('sweep', 'a', HOUR_MS)).toBe(true);
    expect(await leases.take('sweep', 'b', HOUR_MS)).toBeUndefined();
  });

  test('the clock of the process does not count', async () => {
    const clock = { nowMs: 0 };
    const { leases } = await opened(clock);
    await leases.take('sweep', 'a', HOUR_MS);
    clock.nowMs = 8_640_000_000_000;
    expect(await leases.take('sweep', 'b', HOUR_MS)).toBeUndefined();
  });

  test('of many who ask at once one gets it', async () => {
    const { leases } = await opened();
    const holders = Array.from({ length: 20 }, (_, index) => `h${index}`);
    const terms = await Promise.all(holders.map((holder) => leases.take('sweep', holder, HOUR_MS)));
    expect(terms.filter((term) => term !== undefined)).toEqual([1]);
  });
}
