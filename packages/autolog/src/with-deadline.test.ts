import { expect, test } from 'vitest';
import { withDeadline } from './with-deadline.ts';

const NEVER = new Promise<void>(() => {});

test('work that takes longer is waited for no longer than the deadline', async () => {
  await withDeadline(NEVER, 1);
});

test('without a deadline, work is waited for as long as it takes', async () => {
  const work = Promise.resolve();
  expect(withDeadline(work, undefined)).toBe(work);
});

test('work that is done in time leaves no timer behind that would keep the process alive', async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await withDeadline(Promise.resolve(), 600_000);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before);
});
