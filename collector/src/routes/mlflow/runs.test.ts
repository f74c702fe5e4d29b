import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';

const NOW = 1_767_225_600_000;

async function newRun({ post }: MlflowApp, given: object = {}): Promise<string> {
  return (await post('runs/create', { experiment_id: '0', run_name: 'first', ...given })).body.run.info.run_id;
}

test('a run is made, changed, read, deleted and restored', async () => {
  const app = await mlflowApp();
  const { get, post, clock } = app;
  const tags = [{ key: 'team', value: 'a' }];
  const made = await post('runs/create', { experiment_id: '0', user_id: 'me', run_name: 'first', tags });
  const { run_id: runId } = made.body.run.info;
  const info = {
    run_id: runId,
    run_uuid: runId,
    run_name: 'first',
    experiment_id: '0',
    user_id: 'me',
    status: 'RUNNING',
    start_time: NOW,
    artifact_uri: `mlflow-artifacts:/0/${runId}/artifacts`,
    lifecycle_stage: 'active',
  };
  const data = { tags: [{ key: 'mlflow.runName', value: 'first' }, ...tags] };
  expect((await get('runs/get', { run_id: runId })).body).toEqual({ run: { info, data, inputs: {}, outputs: {} } });

  clock.nowMs += 1_000;
  expect(await post('runs/update', { run_id: runId, status: 'FINISHED' })).toEqual({
    status: 200,
    body: { run_info: { ...info, status: 'FINISHED', end_time: NOW + 1_000 } },
  });
  expect(await post('runs/delete', { run_id: runId })).toEqual({ status: 200, body: {} });
  expect((await get('runs/get', { run_uuid: runId })).body.run.info.lifecycle_stage).toBe('deleted');
  expect(await post('runs/restore', { run_id: runId })).toEqual({ status: 200, body: {} });
});

test('a run starts when it says so, as a number or as a text, and 0 says nothing', async () => {
  const { post } = await mlflowApp();
  const start = async (start_time: unknown) => (await post('runs/create', { start_time })).body.run.info.start_time;
  expect(await start(7)).toBe(7);
  expect(await start('1767225600001')).toBe(NOW + 1);
  expect(await start(0)).toBe(NOW);
  expect(await start(null)).toBe(NOW);
});

test('a run without a name gets one, and two names have to agree', async () => {
  const { post } = await mlflowApp();
  const name = async (given: object) => (await post('runs/create', given)).body.run?.info.run_name;
  const tags = [{ key: 'mlflow.runName', value: 'tagged' }];
  expect(await name({})).toMatch(/^[a-z]+-[a-z]+-\d+$/);
  expect(await name({ tags })).toBe('tagged');
  expect((await post('runs/create', { run_name: 'other', tags })).body.message).toBe(
    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
      "(run_name='other', mlflow.runName='tagged').",
  );
});

test('nested runs are found by the tag of their parent', async () => {
  const app = await mlflowApp();
  const parent = await newRun(app);
  const child = await newRun(app, { run_name: 'child', tags: [{ key: 'mlflow.parentRunId', value: parent }] });
  const found = await app.post('runs/search', {
    experiment_ids: ['0'],
    filter: `tags.mlflow.parentRunId = '${parent}'`,
  });
  expect(found.body.runs.map((run: { info: { run_id: string } }) => run.info.run_id)).toEqual([child]);
});

test('a nested run stays where its parent is deleted, and has it again where that is restored', async () => {
  const app = await mlflowApp();
  const parent = await newRun(app);
  const child = await newRun(app, { tags: [{ key: 'mlflow.parentRunId', value: parent }] });
  const ids = async (view: string): Promise<readonly string[]> => {
    const { body } = await app.post('runs/search', { experiment_ids: ['0'], run_view_type: view });
    return (body.runs ?? []).map((run: { info: { run_id: string } }) => run.info.run_id);
  };
  await app.post('runs/delete', { run_id: parent });
  expect([await ids('ACTIVE_ONLY'), await ids('DELETED_ONLY')]).toEqual([[child], [parent]]);
  expect((await app.post('runs/log-metric', { run_id: child, key: 'm', value: 1, timestamp: 1 })).status).toBe(200);
  await app.post('runs/restore', { run_id: parent });
  expect((await ids('ACTIVE_ONLY')).toSorted()).toEqual([child, parent].toSorted());
});

test('what a service written by hand does: look up, make, log, finish, ask for the best', async () => {
  const { get, post } = await mlflowApp();
  expect(await get('experiments/get-by-name', { experiment_name: 'ranker' })).toMatchObject({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST' },
  });
  const { experiment_id } = (await post('experiments/create', { name: 'ranker' })).body;
  for (const accuracy of [0.8, 0.9, 0.7]) {
    const { run_id } = (await post('runs/create', { experiment_id, start_time: 1 })).body.run.info;
    const metrics = [{ key: 'accuracy', value: accuracy, timestamp: 5, step: 1 }];
    await post('runs/log-batch', { run_id, metrics, params: [{ key: 'lr', value: '0.1' }] });
    if (accuracy !== 0.9) await post('runs/update', { run_id, status: 'FINISHED', end_time: '9' });
  }
  const found = await post('runs/search', {
    experiment_ids: [experiment_id],
    filter: "attributes.status = 'FINISHED'",
    order_by: ['metrics.accuracy DESC'],
    max_results: 1,
  });
  expect(found.body.runs).toMatchObject([
    {
      info: { status: 'FINISHED', end_time: 9 },
      data: {
        metrics: [{ key: 'accuracy', value: 0.8, timestamp: 5, step: 1 }],
        params: [{ key: 'lr', value: '0.1' }],
      },
    },
  ]);
  expect(found.body.next_page_token).toEqual(expect.any(String));
});

test.each([
  ['runs/get', {}, /^Missing value for required parameter 'run_id'\./],
  [
    'runs/search',
    { experiment_ids: ['0'], filter: 'params.a = P1' },
    /^Parameter value is either not quoted or unid.* P1\. /,
  ],
  ['runs/search', { experiment_ids: ['0'], filter: "metrics.a = 'x'" }, /^Expected numeric value type for metric/],
  [
    'runs/search',
    { experiment_ids: ['0'], filter: 'bogus.a = 1' },
    /\['metric', 'parameter', 'tag', 'attribute', 'dataset'\]/,
  ],
  ['runs/search', { experiment_ids: ['0'], filter: "tags.a = 'x' OR tags.b = 'y'" }, /Invalid clause/],
  ['runs/search', { experiment_ids: ['0'], filter: "status > 'x'" }, /Invalid comparator '>'/],
  ['runs/search', { experiment_ids: ['0'], filter: "attributes.none = 'x'" }, /Invalid attribute key 'none'/],
  ['runs/search', { experiment_ids: ['0'], max_results: 50_001 }, /at most 50000/],
  ['runs/search', { run_view_type: 'SOME' }, /for parameter 'run_view_type'/],
  [
    'runs/create',
    { experiment_id: 0 },
    /^Invalid value 0 for parameter 'experiment_id' supplied: {2}Hint: Value was of type 'int'\./,
  ],
  ['runs/create', { tags: [{ value: 'x' }] }, /^Missing value for required parameter 'tags\[0\]\.key'\./],
])('%s of %j is refused', async (path, body, message) => {
  const { get, post } = await mlflowApp();
  const answer = path === 'runs/get' ? await get(path) : await post(path, body);
  expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  expect(answer.body.message).toMatch(message);
});
