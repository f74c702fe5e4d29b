import { expect, test } from 'vitest';
import { type Answer, type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

function send({ ask }: MlflowApp, method: string, path: string, body?: unknown): Promise<Answer> {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return ask(method, `/api/3.0/mlflow/datasets/${path}`, init);
}

async function create(app: MlflowApp, given: object = {}): Promise<string> {
  const { body } = await send(app, 'POST', 'create', { name: 'qa', ...given });
  return body.dataset.dataset_id;
}

test('a dataset is made, found, tagged and deleted', async () => {
  const app = await mlflowApp();
  const made = await send(app, 'POST', 'create', {
    name: 'qa',
    experiment_ids: ['0'],
    tags: JSON.stringify({ 'mlflow.user': 'ann', count: 3 }),
  });
  const { dataset } = made.body;
  expect(dataset).toEqual({
    dataset_id: expect.stringMatching(/^d-[0-9a-f]{32}$/),
    name: 'qa',
    tags: '{"count":"3","mlflow.user":"ann"}',
    digest: expect.stringMatching(/^[0-9a-f]{8}$/),
    created_time: 1_767_225_600_000,
    last_update_time: 1_767_225_600_000,
    created_by: 'ann',
    last_updated_by: 'ann',
    experiment_ids: ['0'],
  });
  const id = dataset.dataset_id;
  expect((await send(app, 'GET', id)).body).toEqual({ dataset });
  await send(app, 'PATCH', `${id}/tags`, { tags: JSON.stringify({ k: 'v', gone: null }) });
  await send(app, 'DELETE', `${id}/tags/count`);
  expect(JSON.parse((await send(app, 'GET', id)).body.dataset.tags)).toEqual({ k: 'v', 'mlflow.user': 'ann' });
  expect(await send(app, 'DELETE', id)).toEqual({ status: 200, body: {} });
  expect(await send(app, 'GET', id)).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `Evaluation dataset with id '${id}' not found` },
  });
});

test('a dataset is used in experiments that there are', async () => {
  const app = await mlflowApp();
  const { experiment_id: other } = (await app.post('experiments/create', { name: 'other' })).body;
  const id = await create(app);
  const added = await send(app, 'POST', `${id}/add-experiments`, { experiment_ids: ['0', other] });
  expect(added.body.dataset.experiment_ids).toEqual(['0', other]);
  await send(app, 'POST', `${id}/remove-experiments`, { experiment_ids: ['0'] });
  expect((await send(app, 'GET', `${id}/experiment-ids`)).body).toEqual({ experiment_ids: [other] });
  expect((await send(app, 'POST', `${id}/add-experiments`, { experiment_ids: ['9'] })).body.message).toBe(
    'No Experiment with id=9 exists',
  );
  expect((await send(app, 'POST', 'create', { name: 'x', experiment_ids: ['9'] })).status).toBe(404);
});

test('records are added, changed, read in pages and deleted', async () => {
  const app = await mlflowApp();
  const id = await create(app);
  const source = { source_type: 'TRACE', source_data: { trace_id: 'tr-1' } };
  const records = [
    { inputs: { q: 'a' }, expectations: { e: 1 }, source },
    { inputs: { q: 'b' }, outputs: 'yes' },
  ];
  const put = (given: unknown) => send(app, 'POST', `${id}/records`, { records: JSON.stringify(given) });
  expect((await put(records)).body).toEqual({ inserted_count: 2, updated_count: 0 });
  expect((await put([{ inputs: { q: 'b' }, outputs: 'no' }])).body).toEqual({ inserted_count: 0, updated_count: 1 });

  const first = (await send(app, 'GET', `${id}/records?max_results=1`)).body;
  const second = (await send(app, 'GET', `${id}/records?max_results=1&page_token=${first.next_page_token}`)).body;
  expect(second).not.toHaveProperty('next_page_token');
  const read = [...JSON.parse(first.records), ...JSON.parse(second.records)];
  const [a, b] = ['a', 'b'].map((q) => read.find(({ inputs }) => inputs.q === q));
  expect(a).toMatchObject({
    dataset_id: id,
    expectations: { e: 1 },
    source,
    source_type: 'TRACE',
    source_id: 'tr-1',
    tags: {},
  });
  expect(b).toMatchObject({ outputs: 'no', created_time: 1_767_225_600_000 });

  const { dataset } = (await send(app, 'GET', id)).body;
  expect(JSON.parse(dataset.profile)).toEqual({ num_records: 2 });
  expect(JSON.parse(dataset.schema)).toMatchObject({ inputs: { q: 'string' }, expectations: { e: 'integer' } });
  const ids = { dataset_record_ids: [a.dataset_record_id, 'dr-none'] };
  expect((await send(app, 'DELETE', `${id}/records`, ids)).body).toEqual({ deleted_count: 1 });
});

test.each([
  ['POST', 'create', {}, "Missing value for required parameter 'name'."],
  ['POST', 'create', { name: 'x', tags: 'no' }, "'tags' must be an object, written as JSON"],
  ['POST', 'create', { name: 'x', tags: '[]' }, "'tags' must be an object, written as JSON"],
  ['POST', 'd-0/records', { records: 'no' }, "'records' must be a list, written as JSON"],
  ['POST', 'd-0/records', { records: '[{"inputs": 1}]' }, 'records.0.inputs'],
  ['POST', 'd-0/records', { records: '[]' }, "Evaluation dataset with id 'd-0' not found"],
  ['GET', 'd-0/records', undefined, "Evaluation dataset with id 'd-0' not found"],
])('%s %s with %j is refused', async (method, path, body, message) => {
  const app = await mlflowApp();
  const answer = await send(app, method, path, body);
  expect([400, 404]).toContain(answer.status);
  expect(answer.body.message).toContain(message);
});

test('datasets are searched by GET and by POST', async () => {
  const app = await mlflowApp();
  for (const name of ['a', 'b']) {
    await create(app, { name, experiment_ids: ['0'] });
    app.clock.nowMs++;
  }
  const names = ({ body }: Answer): string[] => body.datasets.map(({ name }: { name: string }) => name);
  expect(names(await send(app, 'GET', 'search?experiment_ids=0&max_results=5'))).toEqual(['b', 'a']);
  expect(names(await send(app, 'POST', 'search', { filter_string: "name = 'a'" }))).toEqual(['a']);
  expect(names(await send(app, 'POST', 'search', { order_by: ['name ASC'], max_results: 1 }))).toEqual(['a']);
  expect((await send(app, 'POST', 'search', { filter_string: "colour = 'red'" })).status).toBe(400);
});

test('JSON within JSON of more levels than anybody can read is refused', async () => {
  const app = await mlflowApp();
  const id = await create(app);
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const records = await send(app, 'POST', `${id}/records`, { records: `[{"inputs":{"q":${deep}}}]` });
  const tags = await send(app, 'PATCH', `${id}/tags`, { tags: `{"t":${deep}}` });
  for (const { status, body } of [records, tags]) {
    expect(status).toBe(400);
    expect(body.message).toBe('JSON of more than 500 levels is not taken');
  }
});
