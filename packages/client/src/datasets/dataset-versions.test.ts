import { expect, expectTypeOf, test } from 'vitest';
import {
  configure,
  createDataset,
  diffDatasets,
  exportDataset,
  fromCsv,
  fromFeedback,
  fromJsonl,
  fromTraces,
  loadDataset,
} from '../index.ts';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from '../tracewright-client.ts';

const server = runningCollector();
const clientOf = () => new TracewrightClient({ url: server.url, username: 'ann' });

test('a dataset is made of versions, each of which stays as it is and can be loaded by its number', async () => {
  const { datasets, runs } = clientOf();
  const first = await datasets.register({
    name: 'returns',
    records: [
      { inputs: { question: 'How long?' }, expectations: { answer: '60 days' }, context: ['doc 1'] },
      { inputs: { question: 'Where?' }, source: { traceId: '0af7651916cd43dd8448eb211c80319c' } },
    ],
    note: 'from the wiki',
  });
  expect(first).toMatchObject({ version: 1, isNew: true, recordCount: 2, note: 'from the wiki', by: 'ann' });
  const records = [{ inputs: { question: 'When?' }, id: 'when' }];
  expect(await datasets.register({ name: 'returns', mode: 'add', records })).toMatchObject({
    version: 2,
    id: first.id,
  });

  const old = await datasets.load<{ question: string }, { answer: string }>({ dataset: 'returns', version: 1 });
  const read = await old.records().toArray();
  expectTypeOf(read[0]!.inputs).toEqualTypeOf<{ question: string }>();
  expect(read).toEqual([
    {
      id: expect.stringMatching(/^dr-/),
      inputs: { question: 'How long?' },
      expectations: { answer: '60 days' },
      context: ['doc 1'],
    },
    {
      id: expect.stringMatching(/^dr-/),
      inputs: { question: 'Where?' },
      source: { traceId: '0af7651916cd43dd8448eb211c80319c' },
    },
  ]);
  const newest = await datasets.load({ dataset: first.id });
  expect(newest).toMatchObject({ version: 2, recordCount: 3, name: 'returns' });
  expect((await newest.records().toArray()).map(({ id }) => id)).toContain('when');
  expect((await datasets.versions('returns').toArray()).map(({ version }) => version)).toEqual([2, 1]);

  const run = await runs.create({ experimentId: '0' });
  await datasets.logInput(run.id, old, 'evaluation');
  expect((await runs.get(run.id)).datasets).toMatchObject([
    { name: 'returns', digest: first.digest, source: JSON.stringify({ dataset_id: first.id, version: 1 }) },
  ]);
  for (const ref of [{ dataset: 'nothing' }, { dataset: 'returns', version: 9 }]) {
    await expect(datasets.load(ref)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  }
});

test('what is changed in place becomes a version as soon as it is loaded', async () => {
  const { datasets } = clientOf();
  const { id } = await datasets.create({ name: 'in place' });
  await datasets.addRecords(id, [{ inputs: { q: 'a' } }]);
  expect(await datasets.load({ dataset: 'in place' })).toMatchObject({ version: 1, recordCount: 1 });
  await datasets.addRecords(id, [{ inputs: { q: 'b' } }]);
  const [loaded, again] = [await datasets.load({ dataset: 'in place' }), await datasets.load({ dataset: 'in place' })];
  expect([loaded.version, again.version, loaded.recordCount]).toEqual([2, 2, 2]);
  await datasets.setTags(id, { team: 'help' });
  expect(await datasets.get(id)).toMatchObject({ tags: { team: 'help' } });
});

test('files become versions, are told apart field by field, and go out as they came in', async () => {
  configure({ url: server.url });
  const csv = 'id,question,answer,topic\n1,"How long, please?",60 days,returns\n2,Where?,here,\n';
  const mapping = { expectations: ['answer'], tags: ['topic'] };
  await createDataset({ name: 'file', records: fromCsv(csv, mapping) });
  const jsonl = '{"id":"1","inputs":{"question":"How long, please?"},"expectations":{"answer":["60","days"]}}\n';
  await createDataset({ name: 'file', records: fromJsonl(jsonl) });
  const diff = await diffDatasets({ dataset: 'file', version: 1 }, { dataset: 'file' });
  expect(diff).toMatchObject({ added: 0, removed: 1, changed: 1, same: 0 });
  expect(diff.items.map(({ kind, id, paths }) => [kind, id, paths])).toEqual([
    ['changed', '1', ['expectations.answer', 'tags']],
    ['removed', '2', []],
  ]);
  const text = async (version: number, format: 'csv' | 'jsonl') => {
    let whole = '';
    for await (const part of exportDataset({ dataset: 'file', version }, format)) whole += part;
    return whole;
  };
  expect(await text(2, 'jsonl')).toBe(jsonl);
  expect(await text(1, 'csv')).toBe(
    'id,inputs.question,expectations.answer,tags.topic\r\n1,"How long, please?",60 days,returns\r\n2,Where?,here,\r\n',
  );
  expect(await createDataset({ name: 'file', records: fromCsv(await text(1, 'csv')) })).toMatchObject({ version: 3 });
  expect((await loadDataset({ dataset: 'file' })).digest).toBe(
    (await loadDataset({ dataset: 'file', version: 1 })).digest,
  );
  expect(() => fromJsonl('{}\n{')).toThrow('line 2 is no JSON');
});

test('traces become records, and those that somebody has judged', async () => {
  const { datasets, connection } = clientOf();
  const span = (id: number, input: string) => ({
    traceId: id.toString(16).padStart(32, '0'),
    spanId: '00000000000000a1',
    name: 'answer',
    startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(id)),
    endTimeUnixNano: String(1_767_225_601_000_000_000n),
    attributes: [
      { key: 'mlflow.spanInputs', value: { stringValue: JSON.stringify({ question: input }) } },
      { key: 'mlflow.spanOutputs', value: { stringValue: '"so"' } },
    ],
  });
  const spans = [span(1, 'why?'), span(2, 'how?')];
  await connection.send({
    method: 'POST',
    path: '/v1/traces',
    headers: { 'content-type': 'application/json' },
    body: () => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  const made = await datasets.register({ name: 'traced', records: fromTraces("name = 'answer'") });
  expect(made.recordCount).toBe(2);
  const path = `/api/v1/traces/${spans[0]?.traceId}/feedback`;
  await connection.ask({ method: 'POST', path, json: { name: 'helpful', value: true } });
  await datasets.register({ name: 'traced', records: fromFeedback() });
  const [record, ...more] = await (await datasets.load({ dataset: 'traced' })).records().toArray();
  expect(more).toEqual([]);
  expect(record).toMatchObject({
    inputs: { question: 'why?' },
    outputs: 'so',
    tags: { 'feedback.helpful': 'true' },
    source: { traceId: spans[0]?.traceId },
  });
});
