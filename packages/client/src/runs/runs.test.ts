import { expect, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';

const server = runningCollector();

test('a run is made, logged to, read, ended, deleted and restored', async () => {
  const { runs } = new TracewrightClient({ url: server.url });
  const { id } = await runs.create({ experimentId: '0', name: 'first', startMs: 1_000, tags: { stage: 'dev' } });
  await runs.logBatch(id, {
    params: [{ key: 'model', value: 'small' }],
    metrics: [
      { key: 'loss', value: 0.5, step: 1, timestampMs: 2_000 },
      { key: 'loss', value: Number.NaN, step: 2, timestampMs: 3_000 },
      { key: 'reach', value: Number.POSITIVE_INFINITY, step: 0, timestampMs: 3_000 },
    ],
    tags: [{ key: 'stage', value: 'prod' }],
  });
  expect(await runs.update(id, { status: 'FINISHED', endMs: 4_000, name: 'renamed' })).toMatchObject({
    status: 'FINISHED',
    endMs: 4_000,
  });
  expect(await runs.get(id)).toMatchObject({
    id,
    name: 'renamed',
    experimentId: '0',
    startMs: 1_000,
    endMs: 4_000,
    params: { model: 'small' },
    metrics: { loss: Number.NaN, reach: Number.POSITIVE_INFINITY },
    tags: { stage: 'prod' },
    parentRunId: undefined,
  });
  expect(await runs.metricHistory(id, 'loss', { pageSize: 1 }).toArray()).toEqual([
    { value: 0.5, step: 1, timestampMs: 2_000 },
    { value: Number.NaN, step: 2, timestampMs: 3_000 },
  ]);
  await runs.delete(id);
  expect((await runs.get(id)).lifecycle).toBe('deleted');
  await runs.restore(id);
  await runs.setTag(id, 'stage', 'test');
  await runs.deleteTag(id, 'stage');
  expect(await runs.get(id)).toMatchObject({ lifecycle: 'active', tags: { 'mlflow.runName': 'renamed' } });
});

test('runs are found by what was logged, in the order asked for, a page at a time', async () => {
  const { runs, experiments } = new TracewrightClient({ url: server.url });
  const experimentId = await experiments.create({ name: 'search' });
  for (const [name, score] of [
    ['low', 1],
    ['high', 3],
    ['middle', 2],
  ] as const) {
    const { id } = await runs.create({ experimentId, name });
    await runs.logBatch(id, { metrics: [{ key: 'score', value: score, step: 0, timestampMs: 1 }] });
  }
  const found = runs.search<string, 'score'>({
    experimentIds: [experimentId],
    filter: 'metrics.score > 1',
    orderBy: ['metrics.score DESC'],
    pageSize: 1,
  });
  expect((await found.toArray()).map(({ name, metrics }) => [name, metrics.score])).toEqual([
    ['high', 3],
    ['middle', 2],
  ]);
});

test('a filter that is wrong is refused', async () => {
  const { runs } = new TracewrightClient({ url: server.url });
  await expect(runs.search({ experimentIds: ['0'], filter: 'bogus.x = 1' }).first()).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  });
  await expect(runs.get('0'.repeat(32))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST', status: 404 });
});
