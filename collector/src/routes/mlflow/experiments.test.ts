import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';

test('an experiment is made, read by id and by name, renamed, deleted and restored', async () => {
  const { get, post, clock } = await mlflowApp();
  const made = await post('experiments/create', { name: 'bot', tags: [{ key: 'team', value: 'a' }] });
  expect(made).toEqual({ status: 200, body: { experiment_id: '1' } });
  const bot = {
    experiment_id: '1',
    name: 'bot',
    artifact_location: 'mlflow-artifacts:/1',
    lifecycle_stage: 'active',
    creation_time: 1_767_225_600_000,
    last_update_time: 1_767_225_600_000,
    tags: [{ key: 'team', value: 'a' }],
  };
  expect((await get('experiments/get', { experiment_id: '1' })).body).toEqual({ experiment: bot });
  expect((await get('experiments/get-by-name', { experiment_name: 'bot' })).body).toEqual({ experiment: bot });

  clock.nowMs += 1_000;
  expect(await post('experiments/update', { experiment_id: '1', new_name: 'cat' })).toEqual({ status: 200, body: {} });
  expect(await post('experiments/delete', { experiment_id: '1' })).toEqual({ status: 200, body: {} });
  expect((await get('experiments/get', { experiment_id: '1' })).body).toMatchObject({
    experiment: { name: 'cat', lifecycle_stage: 'deleted', last_update_time: 1_767_225_601_000 },
  });
  expect(await post('experiments/restore', { experiment_id: '1' })).toEqual({ status: 200, body: {} });
  expect((await get('experiments/get', { experiment_id: '1' })).body.experiment.lifecycle_stage).toBe('active');
});

test('tags of experiments are set and removed', async () => {
  const { get, post } = await mlflowApp();
  await post('experiments/set-experiment-tag', { experiment_id: '0', key: 'a', value: '1' });
  expect((await get('experiments/get', { experiment_id: '0' })).body.experiment.tags).toEqual([
    { key: 'a', value: '1' },
  ]);
  await post('experiments/delete-experiment-tag', { experiment_id: '0', key: 'a' });
  expect((await get('experiments/get', { experiment_id: '0' })).body.experiment).not.toHaveProperty('tags');
});

test('experiments are searched for with GET and POST, page by page', async () => {
  const { get, post } = await mlflowApp();
  for (const name of ['a', 'b', 'c']) await post('experiments/create', { name });
  await post('experiments/delete', { experiment_id: '2' });
  const names = (body: { experiments: { name: string }[] }) => body.experiments.map(({ name }) => name);

  const first = await post('experiments/search', { max_results: 2, order_by: ['name'] });
  expect(names(first.body)).toEqual(['Default', 'a']);
  const query = { max_results: '2', order_by: 'name', page_token: first.body.next_page_token };
  const second = await get('experiments/search', query);
  expect(names(second.body)).toEqual(['c']);
  expect(second.body).not.toHaveProperty('next_page_token');
  const deleted = await get('experiments/search', { view_type: 'DELETED_ONLY', max_results: '10' });
  expect(names(deleted.body)).toEqual(['b']);
  const filtered = await get('experiments/search', { filter: "name = 'a'", view_type: 'ALL' });
  expect(names(filtered.body)).toEqual(['a']);
});

const docs = 'See the API docs for more information about request parameters.';

test.each([
  ['experiments/create', {}, 400, `Missing value for required parameter 'name'. ${docs}`],
  ['experiments/create', { name: '' }, 400, `Missing value for required parameter 'name'. ${docs}`],
  ['experiments/create', { name: null }, 400, `Missing value for required parameter 'name'. ${docs}`],
  [
    'experiments/create',
    { name: 7 },
    400,
    `Invalid value 7 for parameter 'name' supplied:  Hint: Value was of type 'int'. ${docs}`,
  ],
  ['experiments/create', { name: 'x'.repeat(501) }, 400, "'name' exceeds the maximum length of 500 characters"],
  ['experiments/set-experiment-tag', { experiment_id: '0', key: 'a', value: 'x'.repeat(20_001) }, 400, /20000/],
  ['experiments/set-experiment-tag', { experiment_id: '0', key: 'a//b', value: 'x' }, 400, /would resolve to 'a\/b'/],
  ['experiments/set-experiment-tag', { experiment_id: '0', key: 'a,b', value: 'x' }, 400, /may only contain/],
  ['experiments/set-experiment-tag', { experiment_id: '0', key: 'k'.repeat(251), value: 'x' }, 400, /250/],
  ['experiments/search', { max_results: 0 }, 400, /It must be a positive integer/],
  ['experiments/search', { max_results: 50_001 }, 400, /at most 50000/],
  ['experiments/search', { page_token: 'x' }, 400, /page_token/],
  ['experiments/search', { filter: "name = 'a' AND" }, 400, /Invalid clause/],
  ['experiments/search', { filter: 'bogus.x = 1' }, 400, /^Invalid entity type 'bogus'\. Valid values are/],
  ['experiments/search', { order_by: ['name SIDEWAYS'] }, 400, /Invalid order_by clause/],
])('%s of %j is refused', async (path, body, status, message) => {
  const { post } = await mlflowApp();
  const answer = await post(path, body);
  expect(answer).toMatchObject({ status, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  expect(answer.body.message).toMatch(message);
});

test('what is not there is not found, and what is there is not made again', async () => {
  const { get, post } = await mlflowApp();
  expect(await get('experiments/get', { experiment_id: '99' })).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'No Experiment with id=99 exists' },
  });
  expect(await get('experiments/get-by-name', { experiment_name: 'x' })).toMatchObject({ status: 404 });
  expect(await post('experiments/create', { name: 'Default' })).toEqual({
    status: 400,
    body: { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'Experiment(name=Default) already exists.' },
  });
});

test('a deleted experiment is not renamed', async () => {
  const { post } = await mlflowApp();
  await post('experiments/delete', { experiment_id: '0' });
  expect(await post('experiments/update', { experiment_id: '0', new_name: 'x' })).toMatchObject({
    status: 500,
    body: { error_code: 'INVALID_STATE', message: 'Cannot rename a non-active experiment.' },
  });
});

test.each([
  ['mlflow-artifacts:/0#x', "'artifact_location' URL can't include fragments or params."],
  ['runs:/1/a', "Artifact location cannot be a runs:/ URI. Given: 'runs:/1/a'"],
  ['mlflow-artifacts:/../x', 'Invalid path'],
  ['mlflow-artifacts:/%252e%252e/x', 'Invalid path'],
  [`s3://${'b'.repeat(2_044)}`, 'Invalid artifact path length.'],
])('artifacts cannot go to %j', async (location, text) => {
  const { post } = await mlflowApp();
  const { status, body } = await post('experiments/create', { name: 'bot', artifact_location: location });
  expect(status).toBe(400);
  expect(body.error_code).toBe('INVALID_PARAMETER_VALUE');
  expect(body.message).toContain(text);
});

test.each(['mlflow-artifacts:/', 'mlflow-artifacts:/0?x='])('what runs store at %j lies apart', async (location) => {
  const { get, post, ask } = await mlflowApp();
  const experiment = (await post('experiments/create', { name: 'bot', artifact_location: location })).body;
  const [a, b] = await Promise.all([post('runs/create', experiment), post('runs/create', experiment)]);
  const path = a.body.run.info.artifact_uri.replace('mlflow-artifacts:/', '').replace(/\?.*/, '');
  await ask('PUT', `/api/2.0/mlflow-artifacts/artifacts/${path}/a.txt`, { body: 'a' });
  const files = async (run: typeof a) =>
    (await get('artifacts/list', { run_id: run.body.run.info.run_id })).body.files?.length ?? 0;
  expect([await files(a), await files(b)]).toEqual([1, 0]);
});
