import { expect, expectTypeOf, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';

const server = runningCollector();

test('records are added, changed by their inputs, read as what they are said to be, and taken out', async () => {
  const { datasets } = new TracewrightClient({ url: server.url });
  const made = await datasets.create({ name: 'returns', experimentIds: ['0'], tags: { team: 'help' } });
  expect(made).toMatchObject({ name: 'returns', recordCount: 0, experimentIds: ['0'], tags: { team: 'help' } });
  const filled = await datasets.addRecords(made.id, [
    { inputs: { question: 'How long?' }, expectations: { answer: '60 days' } },
    { inputs: { question: 'Where?' }, outputs: { answer: 'here' }, tags: { hard: 'yes' } },
  ]);
  expect(filled.recordCount).toBe(2);
  expect(filled.digest).not.toBe(made.digest);
  const changed = { inputs: { question: 'How long?' }, expectations: { answer: '30 days' } };
  expect((await datasets.addRecords(made.id, [changed])).recordCount).toBe(2);

  const records = await datasets.records<{ question: string }, { answer: string }>(made.id).toArray();
  expect(records.map(({ inputs, expectations }) => [inputs.question, expectations?.answer]).sort()).toEqual([
    ['How long?', '30 days'],
    ['Where?', undefined],
  ]);
  expectTypeOf(records[0]!.inputs).toEqualTypeOf<{ question: string }>();
  const where = records.find(({ inputs }) => inputs.question === 'Where?');
  expect(where).toMatchObject({ outputs: { answer: 'here' }, tags: { hard: 'yes' } });
  await datasets.deleteRecords(made.id, [where!.id]);
  expect((await datasets.get(made.id)).recordCount).toBe(1);

  expect(await datasets.search({ experimentIds: ['0'], filter: "name = 'returns'" }).first()).toMatchObject({
    id: made.id,
  });
  await datasets.delete(made.id);
  await expect(datasets.get(made.id)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
});

test('a run knows the data that it has used, and what for', async () => {
  const { datasets, runs } = new TracewrightClient({ url: server.url });
  const run = await runs.create({ experimentId: '0' });
  const dataset = await datasets.create({ name: 'used' });
  await datasets.logInput(run.id, dataset, 'evaluation');
  await datasets.logInput(run.id, { name: 'file', digest: 'abc', source: '{"uri":"s3://bucket/file"}' });
  expect([...(await runs.get(run.id)).datasets].sort((a, b) => a.name.localeCompare(b.name))).toMatchObject([
    { name: 'file', digest: 'abc', sourceType: 'local', source: '{"uri":"s3://bucket/file"}', tags: {} },
    { name: 'used', digest: dataset.digest, tags: { 'mlflow.data.context': 'evaluation' } },
  ]);
});
