import type { Context } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import { KeyMeter } from './key-meter.ts';
import { SharedCounts } from './shared-counts.ts';

const REQUEST = { req: { header: () => '10' } } as unknown as Context<AppEnv>;

/** Collectors on the same database. */
async function collectors(count: number) {
  const stores = await openTrackingStores({ file: ':memory:' });
  onTestFinished(() => stores.close());
  const clock = { nowMs: 0 };
  const add = () => {
    const nowMs = () => clock.nowMs;
    const shared = new SharedCounts(stores.sharedCounts, nowMs);
    return { shared, failures: new FailedSignIns(nowMs, shared), meter: new KeyMeter(nowMs, shared) };
  };
  const all = Array.from({ length: count }, add);
  const exchange = async (): Promise<void> => {
    // Twice: the first one writes before the last one has.
    for (let time = 0; time < 2; time++) for (const { shared } of all) await shared.exchange();
  };
  await exchange();
  return { all, exchange, clock, add, stores };
}

const isRefused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch {
    return true;
  }
};

test('what fails to sign in at one collector counts at all of them, and what is right or abandoned does not', async () => {
  const { all, exchange, add } = await collectors(3);
  const [first, second, third] = all;
  for (const { failures } of [first!, first!, first!, second!, second!]) failures.begin('ann', '10.0.0.1').failed();
  third!.failures.begin('bob', '10.0.0.1').succeeded();
  third!.failures.begin('bob', '10.0.0.1').abandoned();
  await exchange();
  for (const { failures } of all) {
    expect(isRefused(() => failures.begin('Ann', '10.0.0.1'))).toBe(true);
    expect(isRefused(() => failures.begin('bob', '10.0.0.1'))).toBe(false);
  }
  // What was before somebody came counts for nothing there, and once only elsewhere.
  const late = add();
  await late.shared.exchange();
  expect(isRefused(() => late.failures.begin('ann', '10.0.0.1'))).toBe(false);
});

test('a key that is sent through several collectors has its rate once', async () => {
  const { all, exchange, clock } = await collectors(2);
  const rates = { requestsPerSecond: 10, bytesPerSecond: undefined };
  const send = (of: number): boolean => !isRefused(() => all[of]!.meter.begin('k', rates, REQUEST));
  for (let sent = 0; sent < 9; sent++) expect([send(0), send(1)]).toEqual([true, true]);
  await exchange();
  expect([send(0), send(1)]).toEqual([false, false]);
  clock.nowMs += 1_000;
  expect([send(0), send(1)]).toEqual([true, true]);
});

test('a key within its rate is let in after a minute without the database, and one that was sent too often is not', async () => {
  const { all, exchange, clock, stores } = await collectors(2);
  const { write } = stores.sharedCounts;
  for (const rate of [30, 90]) {
    const rates = { requestsPerSecond: 100, bytesPerSecond: undefined };
    const send = (of: number): boolean => !isRefused(() => all[of]!.meter.begin('k', rates, REQUEST));
    stores.sharedCounts.write = () => Promise.reject(new Error('gone'));
    for (let second = 0; second < 60; second++) {
      for (let sent = 0; sent < rate; sent++) expect([send(0), send(1)]).toEqual([true, true]);
      for (const { shared } of all) await expect(shared.exchange()).rejects.toThrow('gone');
      clock.nowMs += 1_000;
    }
    stores.sharedCounts.write = write;
    await exchange();
    expect([send(0), send(1)]).toEqual(rate === 30 ? [true, true] : [false, false]);
    clock.nowMs += 2_000;
  }
});

test('while the database refuses, nothing is lost of what was counted', async () => {
  const { all, exchange, stores } = await collectors(2);
  const [first, second] = all;
  for (let failure = 0; failure < 5; failure++) first!.failures.begin('ann', undefined).failed();
  const { write } = stores.sharedCounts;
  stores.sharedCounts.write = () => Promise.reject(new Error('gone'));
  await expect(first!.shared.exchange()).rejects.toThrow('gone');
  stores.sharedCounts.write = write;
  await exchange();
  expect(isRefused(() => second!.failures.begin('ann', undefined))).toBe(true);
});
