import type { DatasetDiff, MadeDatasetVersion } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from '../mlflow/mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from '../mlflow/traces/send-spans.test.support.ts';

const json = { 'content-type': 'application/json' };

function post({ ask }: MlflowApp, path: string, body: object) {
  return ask('POST', `/api/v1/${path}`, { headers: json, body: JSON.stringify(body) });
}

async function made(app: MlflowApp, body: object): Promise<MadeDatasetVersion> {
  const answer = await post(app, 'datasets', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

const record = (q: string, more: object = {}) => ({ inputs: { q }, ...more });

test('a dataset is made by its name with its first version, and further versions by the same name', async () => {
  const app = await mlflowApp();
  const first = await made(app, { name: 'qa', records: [record('a'), record('b')], note: 'first', tags: { t: '1' } });
  expect(first).toMatchObject({
    isNew: true,
    version: { version: 1, recordCount: 2, note: 'first', by: 'anonymous', createdNs: '1767225600000000000' },
    dataset: { name: 'qa', recordCount: 2, hasChanges: false, tags: { t: '1' }, latestVersion: { version: 1 } },
  });
  expect(await made(app, { name: 'qa', records: [record('b'), record('a')] })).toMatchObject({
    isNew: false,
    version: { version: 1 },
    dataset: { id: first.dataset.id },
  });
  await made(app, { name: 'qa', mode: 'add', records: [record('c', { source: { type: 'HUMAN', data: {} } })] });
  await made(app, { name: 'other', records: [] });
  const { body: list } = await app.ask('GET', '/api/v1/datasets?search=Q&limit=1');
  expect(list).toMatchObject({ items: [{ name: 'qa', latestVersion: { version: 2 } }], nextCursor: null, total: 1 });
  const path = `/api/v1/datasets/${first.dataset.id}`;
  expect((await app.ask('GET', `${path}/versions`)).body.items).toMatchObject([{ version: 2 }, { version: 1 }]);
  const page = (await app.ask('GET', `${path}/records?version=2&limit=2`)).body;
  expect(page).toMatchObject({ total: 3, nextCursor: '2' });
  expect((await app.ask('GET', `${path}/records?version=2&cursor=2`)).body).toMatchObject({
    items: [{ inputs: { q: 'c' }, source: { type: 'HUMAN', data: {} } }],
    nextCursor: null,
  });
  const lines = await (await app.fetch(`${path}/versions/2/export`)).text();
  expect(lines.trim().split('\n')).toHaveLength(3);
  expect(JSON.parse(lines.trim().split('\n')[2] ?? '')).toMatchObject({ inputs: { q: 'c' } });
  expect((await app.ask('GET', `${path}/versions/x/export`)).status).toBe(400);
  expect((await app.ask('GET', `${path}/records?version=9`)).status).toBe(404);
  expect((await app.ask('GET', `${path}/records?version=1&cursor=x`)).status).toBe(400);
});

test('clients of MLflow see the newest records, and what they add is not yet a version', async () => {
  const app = await mlflowApp();
  const { dataset } = await made(app, { name: 'qa', records: [record('a', { context: ['doc'] })] });
  const mlflow = `/api/3.0/mlflow/datasets/${dataset.id}/records`;
  const records = JSON.stringify([record('a', { expectations: { e: 1 } }), record('b')]);
  await app.ask('POST', mlflow, { headers: json, body: JSON.stringify({ records }) });
  expect(JSON.parse((await app.ask('GET', mlflow)).body.records)).toHaveLength(2);
  const path = `/api/v1/datasets/${dataset.id}`;
  expect((await app.ask('GET', path)).body).toMatchObject({ hasChanges: true, latestVersion: { version: 1 } });
  expect((await app.ask('GET', `${path}/records`)).body).toMatchObject({ total: 2 });
  // What it holds becomes one, and nothing that was said of a record before is lost.
  await made(app, { name: 'qa' });
  const { items } = (await app.ask('GET', `${path}/records?version=2`)).body;
  expect(items).toContainEqual(expect.objectContaining({ context: ['doc'], expectations: { e: 1 } }));
  expect((await app.ask('GET', path)).body).toMatchObject({ hasChanges: false, latestVersion: { version: 2 } });
});

test('two versions are told apart record by record and field by field', async () => {
  const app = await mlflowApp();
  const before = [record('gone'), record('same'), record('changed', { expectations: { e: 1, f: [1] } })];
  const after = [
    record('same'),
    record('changed', { expectations: { e: 1, f: [2] }, tags: { t: '1' } }),
    record('new'),
  ];
  const { dataset } = await made(app, { name: 'qa', records: before });
  await made(app, { name: 'qa', records: after });
  const ask = (query: string) => app.ask('GET', `/api/v1/dataset-diff?${query}`);
  const places = `before=${dataset.id}:1&after=${dataset.id}:2`;
  const diff = (await ask(places)).body as DatasetDiff;
  expect(diff).toMatchObject({ added: 1, removed: 1, changed: 1, same: 1, nextCursor: null });
  expect(diff.items).toMatchObject([
    { kind: 'changed', before: before[2], after: after[1], paths: ['expectations.f[0]', 'tags'] },
    { kind: 'added', before: null, after: after[2], paths: [] },
    { kind: 'removed', before: before[0], after: null, paths: [] },
  ]);
  const second = (await ask(`${places}&cursor=1&limit=1`)).body as DatasetDiff;
  expect(second).toMatchObject({ added: 1, items: [{ kind: 'added' }], nextCursor: '2' });
  expect(await ask(`before=${dataset.id}&after=${dataset.id}:2`)).toMatchObject({ status: 400 });
});

test('traces of a filter become records, with what should have been answered, and others are left out', async () => {
  const app = await mlflowApp();
  const said = (question: string) => ({
    'mlflow.spanInputs': JSON.stringify({ question }),
    'mlflow.spanOutputs': JSON.stringify('yes'),
  });
  await sendSpans(app, [
    { trace: 1, attributes: said('first?'), startMs: 1 },
    { trace: 2, attributes: said('second?'), startMs: 2 },
    { trace: 3, startMs: 3 },
    { trace: 4, attributes: said('another experiment?'), startMs: 4, name: 'other' },
  ]);
  const assess = (trace: number, assessment: object) =>
    app.ask('POST', `/api/3.0/mlflow/traces/${sentTraceId(trace)}/assessments`, {
      headers: json,
      body: JSON.stringify({ assessment: { source: { source_type: 'HUMAN', source_id: 'ann' }, ...assessment } }),
    });
  await assess(1, { assessment_name: 'answer', expectation: { value: 'no' } });
  await assess(1, { assessment_name: 'helpful', feedback: { value: false } });
  const from = (filter: string, body: object) =>
    post(app, `datasets/from-traces?${new URLSearchParams({ filter })}`, { name: 'qa', ...body });
  const { body } = await from("name = 'step'", {});
  expect(body).toMatchObject({ version: { version: 1, recordCount: 2 } });
  const read = async (version: number) =>
    (await app.ask('GET', `/api/v1/datasets/${body.dataset.id}/records?version=${version}`)).body.items;
  const source = { type: 'TRACE', data: { trace_id: sentTraceId(1) } };
  expect(await read(1)).toMatchObject([
    { inputs: { question: 'second?' }, outputs: 'yes' },
    { inputs: { question: 'first?' }, outputs: 'yes', expectations: { answer: 'no' }, source },
  ]);
  await from('', { hasFeedback: true });
  expect(await read(2)).toMatchObject([{ inputs: { question: 'first?' }, tags: { 'feedback.helpful': 'false' } }]);
  await from('', { mode: 'add', limit: 1 });
  expect((await read(3)).map((one: { inputs: { question: string } }) => one.inputs.question)).toContain(
    'another experiment?',
  );
  expect(await from("name = 'nothing'", {})).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('there are no records') },
  });
});

test('runs that have used a version are told with its number', async () => {
  const app = await mlflowApp();
  const { dataset, version } = await made(app, { name: 'qa', records: [record('a')] });
  const { body } = await app.post('runs/create', { experiment_id: '0', run_name: 'evaluation' });
  const used = { name: 'qa', source_type: 'x', source: JSON.stringify({ dataset_id: dataset.id }) };
  for (const digest of [version.digest, 'older']) {
    await app.post('runs/log-inputs', {
      run_id: body.run.info.run_id,
      datasets: [{ dataset: { ...used, digest }, tags: [{ key: 'mlflow.data.context', value: 'evaluation' }] }],
    });
  }
  const { items } = (await app.ask('GET', `/api/v1/datasets/${dataset.id}/uses`)).body;
  expect(items).toHaveLength(2);
  expect(items).toContainEqual(
    expect.objectContaining({ runName: 'evaluation', version: 1, digest: version.digest, context: 'evaluation' }),
  );
  expect(items).toContainEqual(expect.objectContaining({ version: null, digest: 'older' }));
  const answer = await app.fetch(`/api/v1/datasets/${dataset.id}`, { method: 'DELETE' });
  expect(answer.status).toBe(204);
  expect((await app.ask('GET', `/api/v1/datasets/${dataset.id}`)).status).toBe(404);
});

test.each([
  ['a name', { records: [] }, 'name: '],
  ['inputs that are an object', { name: 'x', records: [{ inputs: 'a' }] }, 'records.0.inputs: '],
  ['ids of reasonable letters', { name: 'x', records: [{ id: 'a b', inputs: {} }] }, 'records.0.id: has letters'],
  ['a hash', { name: 'x', pointer: { kind: 'dvc', path: 'p', md5: 'x' } }, 'pointer.md5: 32 hex digits'],
  ['an experiment that is there', { name: 'x', experimentIds: ['77'] }, 'No Experiment with id=77 exists'],
  ['a dataset that is there', { name: 'x', id: 'd-1' }, "Evaluation dataset with id 'd-1' not found"],
])('without %s nothing is made', async (_, body, sentence) => {
  const app = await mlflowApp();
  const answer = await post(app, 'datasets', body);
  expect([answer.status >= 400, answer.body.message]).toEqual([true, expect.stringContaining(sentence)]);
  expect((await app.ask('GET', '/api/v1/datasets')).body.items).toEqual([]);
});
