import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleWork } from './idle-work.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work is done once, some time after the last request', () => {
  let done = 0;
  const idle = new IdleWork(1_000, () => done++);

  idle.postpone();
  vi.advanceTimersByTime(900);
  idle.postpone();
  vi.advanceTimersByTime(900);
  expect(done).toBe(0);
  vi.advanceTimersByTime(100);
  expect(done).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(done).toBe(1);
});

test('another request begins it anew, and a stopped one does nothing', () => {
  let done = 0;
  const idle = new IdleWork(1_000, () => done++);

  idle.postpone();
  vi.advanceTimersByTime(1_000);
  idle.postpone();
  vi.advanceTimersByTime(1_000);
  idle.postpone();
  idle.stop();
  vi.advanceTimersByTime(1_000);

  expect(done).toBe(2);
});
