import { expect, test } from 'vitest';
import { type Answer, type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

function send({ ask }: MlflowApp, method: string, path: string, body: unknown): Promise<Answer> {
  const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return ask(method, `/api/2.0/mlflow/logged-models/${path}`, init);
}

async function create({ post }: MlflowApp, given: object = {}): Promise<string> {
  const { body } = await post('logged-models', { experiment_id: '0', ...given });
  return body.model.info.model_id;
}

test('a logged model is made, finalized, tagged and deleted', async () => {
  const app = await mlflowApp();
  const made = await app.post('logged-models', {
    experiment_id: '0',
    name: 'net',
    model_type: 'Agent',
    source_run_id: 'r1',
    params: [{ key: 'lr', value: '0.1' }],
    tags: [{ key: 'k', value: 'v' }],
  });
  const { model_id: id } = made.body.model.info;
  const info = {
    model_id: id,
    experiment_id: '0',
    name: 'net',
    creation_timestamp_ms: 1_767_225_600_000,
    last_updated_timestamp_ms: 1_767_225_600_000,
    artifact_uri: `mlflow-artifacts:/0/models/${id}/artifacts`,
    status: 'LOGGED_MODEL_PENDING',
    model_type: 'Agent',
    source_run_id: 'r1',
    tags: [{ key: 'k', value: 'v' }],
  };
  expect(made.body).toEqual({ model: { info, data: { params: [{ key: 'lr', value: '0.1' }], metrics: [] } } });

  const ready = await send(app, 'PATCH', id, { model_id: id, status: 'LOGGED_MODEL_READY' });
  expect(ready.body.model.info.status).toBe('LOGGED_MODEL_READY');
  expect((await send(app, 'PATCH', id, { status: 3 })).body.model.info.status).toBe('LOGGED_MODEL_UPLOAD_FAILED');
  expect((await send(app, 'PATCH', id, { status: 'DONE' })).body.message).toBe('Unknown model status: DONE');
  await send(app, 'POST', `${id}/params`, { params: [{ key: 'depth', value: '3' }] });
  await send(app, 'PATCH', `${id}/tags`, { tags: [{ key: 'l', value: 'w' }] });
  await send(app, 'DELETE', `${id}/tags/k`, {});
  const { model } = (await app.get(`logged-models/${id}`)).body;
  expect(model.info.tags).toEqual([{ key: 'l', value: 'w' }]);
  expect(model.data.params).toHaveLength(2);

  expect(await send(app, 'DELETE', id, { model_id: id })).toEqual({ status: 200, body: {} });
  expect(await app.get(`logged-models/${id}`)).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: `Logged model with ID '${id}' not found.` },
  });
  expect((await app.get(`logged-models/${id}`, { allow_deleted: 'true' })).status).toBe(200);
});

test('a logged model needs an experiment and a name without slashes; without one it gets one', async () => {
  const app = await mlflowApp();
  expect((await app.post('logged-models', {})).body.message).toContain("required parameter 'experiment_id'");
  expect((await app.post('logged-models', { experiment_id: '9' })).body).toEqual({
    error_code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'No Experiment with id=9 exists',
  });
  const refused = await app.post('logged-models', { experiment_id: '0', name: 'a/b' });
  expect(refused.body.message).toMatch(/^Invalid model name \('a\/b'\) provided\./);
  const id = await create(app);
  expect((await app.get(`logged-models/${id}`)).body.model.info.name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
});

test('logged models are searched with filters, in order and pages', async () => {
  const app = await mlflowApp();
  for (const name of ['a', 'b', 'c']) {
    await create(app, { name, params: [{ key: 'lr', value: name }] });
    app.clock.nowMs++;
  }
  const search = (body: object) => send(app, 'POST', 'search', { experiment_ids: ['0'], ...body });
  const names = ({ body }: Answer): string =>
    body.models.map(({ info }: { info: { name: string } }) => info.name).join(' ');
  expect(names(await search({}))).toBe('c b a');
  expect(names(await search({ filter: "params.lr = 'b' AND status = 'PENDING'" }))).toBe('b');
  expect(names(await search({ order_by: [{ field_name: 'name', ascending: true }] }))).toBe('a b c');
  const first = await search({ max_results: 2, order_by: [{ field_name: 'creation_timestamp', ascending: true }] });
  expect(names(first)).toBe('a b');
  const second = await search({
    max_results: 2,
    order_by: [{ field_name: 'creation_timestamp', ascending: true }],
    page_token: first.body.next_page_token,
  });
  expect(names(second)).toBe('c');
  expect((await send(app, 'POST', 'search', {})).body.message).toContain("required parameter 'experiment_ids'");
  expect((await search({ datasets: [{ dataset_digest: 'x' }] })).body.message).toMatch('`dataset_name`');
  expect((await search({ order_by: [{ field_name: 'tags.k' }] })).body.message).toMatch('Only metrics are supported.');
});

test('metrics that a run logs of a model are those of the model, too', async () => {
  const app = await mlflowApp();
  const id = await create(app, { name: 'net' });
  const run = (await app.post('runs/create', { experiment_id: '0' })).body.run.info.run_id;
  const logged = await app.post('runs/log-metric', {
    run_id: run,
    model_id: id,
    key: 'acc',
    value: 0.5,
    timestamp: 1,
    step: 2,
    dataset_name: 'train',
    dataset_digest: 'x',
  });
  expect(logged).toEqual({ status: 200, body: {} });
  const { model } = (await app.get(`logged-models/${id}`)).body;
  expect(model.data.metrics).toEqual([
    {
      key: 'acc',
      value: 0.5,
      timestamp: 1,
      step: 2,
      model_id: id,
      run_id: run,
      dataset_name: 'train',
      dataset_digest: 'x',
    },
  ]);
  const order = [{ field_name: 'metrics.acc', ascending: false, dataset_name: 'train' }];
  const found = await send(app, 'POST', 'search', {
    experiment_ids: ['0'],
    filter: 'metrics.acc > 0.4',
    order_by: order,
  });
  expect(found.body.models).toHaveLength(1);
});

test('the files of a logged model are listed and downloaded', async () => {
  const app = await mlflowApp();
  const id = await create(app);
  const root = `0/models/${id}/artifacts`;
  await app.ask('PUT', `/api/2.0/mlflow-artifacts/artifacts/${root}/data/weights`, { body: 'xyz' });
  const list = (query = {}) => app.get(`logged-models/${id}/artifacts/directories`, query);
  expect((await list()).body).toEqual({
    root_uri: `mlflow-artifacts:/${root}`,
    files: [{ path: 'data', is_dir: true }],
  });
  expect((await list({ artifact_directory_path: 'data' })).body.files).toEqual([
    { path: 'data/weights', is_dir: false, file_size: 3 },
  ]);
  expect((await list({ artifact_directory_path: '../..' })).status).toBe(400);
  const file = `/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files?artifact_file_path=data/weights`;
  expect(await (await app.fetch(file)).text()).toBe('xyz');
});
