import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import type { MetricPoint } from './metric-point.ts';

const point = (value: number, timestampMs: number, step: number): MetricPoint => ({
  key: 'm',
  value,
  timestampMs,
  step,
});

/** What every adapter has to do with metrics. */
export function metricCases(open: OpenStores): void {
  async function opened() {
    const { runs, metrics } = await open();
    const run = { experimentId: '0', name: 'r', userId: '', startMs: undefined, tags: new Map() };
    const ids = [(await runs.create('default', run)).id, (await runs.create('default', run)).id].sort();
    const [id, other] = ids as [string, string];
    const log = (points: readonly MetricPoint[], runId = id) => runs.log('default', runId, { metrics: points });
    const latest = async () => (await runs.get('default', id)).metrics;
    return { id, other, log, latest, metrics };
  }

  test('history is in the order of time, step and value, each point once', async () => {
    const { id, log, metrics } = await opened();
    await log([point(3, 20, 0), point(1, 10, 1)]);
    await log([point(2, 10, 0), point(1, 10, 0), { ...point(9, 1, 1), key: 'else' }]);
    await log([point(1, 10, 1), point(Number.NaN, 10, 0), point(Number.NaN, 10, 0)]);
    const { items, next } = await metrics.history('default', id, 'm', {});
    expect(items).toEqual([
      point(1, 10, 0),
      point(2, 10, 0),
      point(Number.NaN, 10, 0),
      point(1, 10, 1),
      point(3, 20, 0),
    ]);
    expect(next).toBeUndefined();
    expect((await metrics.history('default', id, 'unknown', {})).items).toEqual([]);
    expect((await metrics.history('other', id, 'm', {})).items).toEqual([]);
  });

  test('pages of a history stay as they are while points come in', async () => {
    const { id, log, metrics } = await opened();
    await log([point(Number.NEGATIVE_INFINITY, 1, 0), point(Number.NaN, 2, 0), point(1, 3, 0), point(2, 4, 0)]);
    const first = await metrics.history('default', id, 'm', { limit: 2 });
    expect(first.items).toEqual([point(Number.NEGATIVE_INFINITY, 1, 0), point(Number.NaN, 2, 0)]);
    await log([point(7, 0, 0), point(8, 9, 9)]);
    const second = await metrics.history('default', id, 'm', { limit: 2, after: first.next });
    expect(second.items).toEqual([point(1, 3, 0), point(2, 4, 0)]);
    const third = await metrics.history('default', id, 'm', { limit: 2, after: second.next });
    expect(third).toEqual({ items: [point(8, 9, 9)], next: undefined });
  });

  test('the latest value is that of the highest step, then the latest time, then the highest value', async () => {
    const { log, latest } = await opened();
    await log([point(1, 100, 5), point(2, 200, 4)]);
    expect(await latest()).toEqual([point(1, 100, 5)]);
    await log([point(3, 50, 5)]);
    expect(await latest()).toEqual([point(1, 100, 5)]);
    await log([point(Number.NaN, 101, 5)]);
    expect(await latest()).toEqual([point(Number.NaN, 101, 5)]);
    await log([point(-1, 101, 5)]);
    expect(await latest()).toEqual([point(-1, 101, 5)]);
    await log([point(Number.NEGATIVE_INFINITY, 0, 6)]);
    expect(await latest()).toEqual([point(Number.NEGATIVE_INFINITY, 0, 6)]);
    await log([point(0, 0, -7)]);
    expect(await latest()).toEqual([point(Number.NEGATIVE_INFINITY, 0, 6)]);
  });

  test('a history of several chunks, read while it grows, has every point', async () => {
    const { id, log, metrics } = await opened();
    for (let batch = 0; batch < 6; batch++) {
      const points = Array.from({ length: 500 }, (_, index) => point(index, batch * 500 + index, batch));
      await log(points);
      if (batch % 2 === 0) await metrics.history('default', id, 'm', { limit: 1 });
    }
    const { items } = await metrics.history('default', id, 'm', {});
    expect(items.map(({ timestampMs }) => timestampMs)).toEqual(Array.from({ length: 3_000 }, (_, index) => index));
  });

  test('times and steps of any size come back', async () => {
    const { id, log, latest, metrics } = await opened();
    const far = point(1, 1_767_225_600_000_000_000, -5);
    await log([far]);
    expect(await latest()).toEqual([far]);
    expect((await metrics.history('default', id, 'm', {})).items).toEqual([far]);
  });

  test('several runs are read at once, at no more steps than asked for', async () => {
    const { id, other, log, metrics } = await opened();
    await log(Array.from({ length: 100 }, (_, step) => point(step, step, step)));
    await log([point(1, 1, 7), point(2, 2, 250)], other);
    const bulk = await metrics.historyOfRuns('default', [other, id, id], 'm', 101);
    expect(bulk).toHaveLength(101);
    expect(bulk.at(-1)).toEqual({ ...point(1, 1, 7), runId: other });

    const sampled = await metrics.sample('default', [other, id], 'm', { limit: 10, steps: undefined });
    const steps = (runId: string) => sampled.filter((each) => each.runId === runId).map(({ step }) => step);
    expect(steps(id)).toEqual([0, 7, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99]);
    expect(steps(other)).toEqual([7, 250]);
    const some = await metrics.sample('default', [id], 'm', { limit: 10, steps: { from: 42, to: 44 } });
    expect(some.map(({ step }) => step)).toEqual([42, 43, 44]);
  });
}
