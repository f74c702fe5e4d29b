import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TracewrightError } from '../http/tracewright-error.ts';
import { LogBuffer } from './log-buffer.ts';
import type { LogEntry } from './log-entry.ts';
import type { RunBatch } from './runs.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const metric = (step: number): LogEntry => ({
  kind: 'metric',
  key: 'loss',
  metric: { key: 'loss', value: step, step, timestampMs: 0 },
});
const param = (key: string): LogEntry => ({ kind: 'param', key, value: 'x' });

/** A server that takes what `answer` lets through. */
function opened(answer: (batch: RunBatch) => Error | undefined = () => undefined) {
  const taken: RunBatch[] = [];
  let requests = 0;
  const buffer = new LogBuffer(async (batch) => {
    requests++;
    const refusal = answer(batch);
    if (refusal !== undefined) throw refusal;
    taken.push(batch);
  });
  const steps = () => taken.flatMap(({ metrics = [] }) => metrics.map(({ step }) => step));
  const params = () => taken.flatMap(({ params: some = [] }) => some.map(({ key }) => key));
  return { buffer, taken, steps, params, requests: () => requests };
}

test('what is logged is sent together a second later, and at once when there is much', async () => {
  const { buffer, taken, steps } = opened();
  for (let step = 0; step < 3; step++) buffer.add(metric(step));
  await vi.advanceTimersByTimeAsync(999);
  expect(taken).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(steps()).toEqual([0, 1, 2]);
  expect(taken).toHaveLength(1);
  for (let step = 3; step < 1_003; step++) buffer.add(metric(step));
  await vi.advanceTimersByTimeAsync(0);
  expect(steps()).toEqual(Array.from({ length: 1_003 }, (_, step) => step));
});

test('a request has no more of each kind than a server takes', async () => {
  const { buffer, taken } = opened();
  for (let index = 0; index < 250; index++) buffer.add(param(`p${index}`));
  await buffer.flush(0);
  expect(taken.map(({ params = [] }) => params.length)).toEqual([100, 100, 50]);
});

test('while the server is out of reach everything is kept, and it is sent once it is back', async () => {
  let isThere = false;
  const { buffer, steps } = opened(() => (isThere ? undefined : new TracewrightError('CONNECTION_FAILED', 'gone')));
  buffer.add(metric(0));
  await vi.advanceTimersByTimeAsync(1_000);
  buffer.add(metric(1));
  isThere = true;
  await vi.advanceTimersByTimeAsync(9_999);
  expect(steps()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(steps()).toEqual([0, 1]);
  expect(buffer.takeFailures()).toEqual([]);
});

test('a server that is still out of reach at the end is told with every value', async () => {
  const { buffer } = opened(() => new TracewrightError('CONNECTION_FAILED', 'gone'));
  for (let step = 0; step < 3; step++) buffer.add(metric(step));
  await buffer.flush(0);
  const failures = buffer.takeFailures();
  expect(failures.map(({ kind, key, error }) => [kind, key, error.message])).toEqual(
    Array.from({ length: 3 }, () => ['metric', 'loss', 'gone']),
  );
  expect(buffer.takeFailures()).toEqual([]);
});

test('a server that is out of reach at the end is waited for as long as is said, and no longer', async () => {
  let isThere = false;
  const { buffer, steps, requests } = opened(() =>
    isThere ? undefined : new TracewrightError('CONNECTION_FAILED', 'gone'),
  );
  buffer.add(metric(0));
  const flushed = buffer.flush(performance.now() + 5_000);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(buffer.unsent()).toMatchObject([{ metrics: [{ key: 'loss', step: 0 }] }]);
  isThere = true;
  await vi.advanceTimersByTimeAsync(1_000);
  await flushed;
  expect([steps(), buffer.unsent(), buffer.takeFailures()]).toEqual([[0], [], []]);

  isThere = false;
  buffer.add(metric(1));
  const before = requests();
  const given = buffer.flush(performance.now() + 5_000);
  await vi.advanceTimersByTimeAsync(5_000);
  await given;
  expect(requests() - before).toBe(6);
  expect(buffer.takeFailures()).toMatchObject([{ kind: 'metric', key: 'loss', value: 1, step: 1 }]);
});

test('of what is sent together only the value that is refused is lost', async () => {
  const isRefused = ({ params = [] }: RunBatch) => params.some(({ key }) => key === 'p37' || key === 'p60');
  const { buffer, params, requests } = opened((batch) =>
    isRefused(batch) ? new TracewrightError('INVALID_PARAMETER_VALUE', 'changed') : undefined,
  );
  for (let index = 0; index < 100; index++) buffer.add(param(`p${index}`));
  await buffer.flush(0);
  expect(buffer.takeFailures().map(({ key }) => key)).toEqual(['p37', 'p60']);
  expect(params()).toEqual(
    Array.from({ length: 100 }, (_, index) => `p${index}`).filter((key) => key !== 'p37' && key !== 'p60'),
  );
  expect(requests()).toBeLessThan(50);
});

test('a run that takes nothing at all is not asked for each value', async () => {
  const { buffer, requests } = opened(() => new TracewrightError('INVALID_PARAMETER_VALUE', 'deleted'));
  for (let index = 0; index < 100; index++) buffer.add(param(`p${index}`));
  await buffer.flush(0);
  expect(buffer.takeFailures()).toHaveLength(100);
  expect(requests()).toBe(2);
});

test('what has not been refused is kept when the server goes away while that is found out', async () => {
  let state: 'refusing' | 'gone' | 'back' = 'refusing';
  const { buffer, params } = opened(({ params: some = [] }) => {
    if (state === 'gone') return new TracewrightError('CONNECTION_FAILED', 'gone');
    if (!some.some(({ key }) => key === 'p1')) return undefined;
    if (state === 'refusing') state = 'gone';
    return new TracewrightError('INVALID_PARAMETER_VALUE', 'changed');
  });
  for (let index = 0; index < 8; index++) buffer.add(param(`p${index}`));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state).toBe('gone');
  state = 'back';
  await vi.advanceTimersByTimeAsync(10_000);
  expect(params()).toEqual(['p0', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  expect(buffer.takeFailures().map(({ key }) => key)).toEqual(['p1']);
});

test('at the end a server that does not answer is not asked for every request', async () => {
  const { buffer, requests } = opened(() => new TracewrightError('REQUEST_TIMED_OUT', 'no answer'));
  for (let index = 0; index < 250; index++) buffer.add(param(`p${index}`));
  await buffer.flush(0);
  expect(buffer.takeFailures()).toHaveLength(250);
  expect([requests(), buffer.unsent()]).toEqual([1, []]);
});

test('a server that takes some from time to time is waited for until it has all', async () => {
  let requests = 0;
  const { buffer, params } = opened(() =>
    ++requests % 2 === 0 ? undefined : new TracewrightError('RESOURCE_EXHAUSTED', 'busy'),
  );
  for (let index = 0; index < 1_000; index++) buffer.add(param(`p${index}`));
  const flushed = buffer.flush(performance.now() + 2_000);
  await vi.advanceTimersByTimeAsync(20_000);
  await flushed;
  expect([params().length, buffer.takeFailures()]).toEqual([1_000, []]);
});

test('a server that is away is left alone however much is logged meanwhile', async () => {
  let isThere = false;
  const { buffer, requests, steps } = opened(() =>
    isThere ? undefined : new TracewrightError('CONNECTION_FAILED', 'gone'),
  );
  for (let step = 0; step < 5_000; step++) {
    buffer.add(metric(step));
    if (step % 100 === 0) await vi.advanceTimersByTimeAsync(100);
  }
  expect(requests()).toBeLessThanOrEqual(2);
  isThere = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(steps()).toHaveLength(5_000);
});
