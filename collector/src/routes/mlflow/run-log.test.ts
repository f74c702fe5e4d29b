import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';

async function withRun() {
  const app = await mlflowApp();
  const runId: string = (await app.post('runs/create', { run_name: 'first' })).body.run.info.run_id;
  const log = (path: string, fields: object) => app.post(`runs/${path}`, { run_id: runId, ...fields });
  const data = async () => (await app.get('runs/get', { run_id: runId })).body.run.data;
  return { ...app, runId, log, data };
}

const metric = (key: string, value: unknown, step = 0) => ({ key, value, timestamp: 1, step });

test('metrics, parameters and tags are logged one by one', async () => {
  const { log, data } = await withRun();
  expect(await log('log-metric', metric('m', 0.5))).toEqual({ status: 200, body: {} });
  await log('log-metric', { key: 'm', value: '0.25', timestamp: '2', step: '1' });
  await log('log-parameter', { key: 'p', value: 'x' });
  await log('log-parameter', { key: 'empty' });
  await log('set-tag', { key: 't', value: 'y' });
  await log('set-tag', { key: 'mlflow.runName', value: 'first' });
  await log('delete-tag', { key: 't' });
  expect(await data()).toEqual({
    metrics: [{ key: 'm', value: 0.25, timestamp: 2, step: 1 }],
    params: [
      { key: 'empty', value: '' },
      { key: 'p', value: 'x' },
    ],
    tags: [{ key: 'mlflow.runName', value: 'first' }],
  });
});

test('NaN and the infinities go in and come out as protobuf writes them', async () => {
  const { log, data } = await withRun();
  const values = ['NaN', 'Infinity', '-Infinity'];
  await log('log-batch', { metrics: values.map((value) => metric(`m ${value}`, value)) });
  const metrics: { value: unknown }[] = (await data()).metrics;
  expect(metrics.map(({ value }) => value)).toEqual(['-Infinity', 'Infinity', 'NaN']);
});

test('long values are cut as MLflow cuts them', async () => {
  const { log, data } = await withRun();
  const params = [{ key: 'p', value: 'x'.repeat(7_000) }];
  const tags = [{ key: 'a', value: 'y'.repeat(9_000) }];
  expect((await log('log-batch', { params, tags })).status).toBe(200);
  // The same once more is no change, although it was cut.
  expect((await log('log-batch', { params })).status).toBe(200);
  const logged = await data();
  expect(logged.params[0].value).toHaveLength(6_000);
  expect(logged.tags[0].value).toHaveLength(8_000);
});

test('the history of models grows with each one that is logged', async () => {
  const { log, data } = await withRun();
  const model = (name: string) => ({ artifact_path: name, flavors: {}, utc_time_created: 'now', run_id: 'r' });
  for (const name of ['a', 'b']) await log('log-model', { model_json: JSON.stringify(model(name)) });
  const [tag] = (await data()).tags;
  expect([tag.key, JSON.parse(tag.value)]).toEqual(['mlflow.log-model.history', [model('a'), model('b')]]);
  expect((await log('log-model', { model_json: '{' })).body.message).toContain('is not valid JSON');
  expect((await log('log-model', { model_json: '{"flavors":{}}' })).body.message).toBe(
    "Model json is missing mandatory fields: ['artifact_path', 'utc_time_created', 'run_id']",
  );
});

test('inputs and outputs come back with the run', async () => {
  const { log, get, runId } = await withRun();
  const dataset = { name: 'd', digest: '1', source_type: 'local', source: '{}', profile: '{}' };
  const tags = [{ key: 'mlflow.data.context', value: 'training' }];
  await log('log-inputs', { datasets: [{ tags, dataset }], models: [{ model_id: 'm-1' }] });
  await log('outputs', { models: [{ model_id: 'm-2', step: 3 }] });
  expect((await get('runs/get', { run_id: runId })).body.run).toMatchObject({
    inputs: { dataset_inputs: [{ tags, dataset }], model_inputs: [{ model_id: 'm-1' }] },
    outputs: { model_outputs: [{ model_id: 'm-2', step: 3 }] },
  });
});

test.each(['2.0/mlflow', '2.0mlflow'])('the data that runs of experiments used is told under %s', async (base) => {
  const app = await withRun();
  const dataset = { name: 'd', digest: '1', source_type: 'local', source: '{}' };
  const tags = [{ key: 'mlflow.data.context', value: 'training' }];
  await app.log('log-inputs', { datasets: [{ tags, dataset }] });
  const search = (ids: readonly string[]) =>
    app.ask('POST', `/ajax-api/${base}/experiments/search-datasets`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ experiment_ids: ids }),
    });
  expect((await search(['0'])).body).toEqual({
    dataset_summaries: [{ experiment_id: '0', name: 'd', digest: '1', context: 'training' }],
  });
  expect((await search([])).body.message).toBe('SearchDatasets request must specify at least one experiment_id.');
  expect((await search(Array.from({ length: 21 }, String))).body.message).toBe(
    'SearchDatasets request cannot specify more than 20 experiment_ids. Received 21 experiment_ids.',
  );
});

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: '1' }));
const metrics = (count: number) => Array.from({ length: count }, (_, index) => metric(`m${index}`, 1));

test.each([
  ['log-batch', { metrics: metrics(1_001) }, /at most 1000 metrics\. Got 1001 metrics/],
  ['log-batch', { params: many(101) }, /at most 100 params/],
  ['log-batch', { tags: many(101) }, /at most 100 tags/],
  ['log-batch', { metrics: metrics(950), tags: many(60) }, /at most 1000 metrics, params, and tags\. Got 1010 items/],
  ['log-batch', { params: [...many(1), ...many(1)] }, /^Duplicate parameter keys have been submitted: \['k0'\]/],
  ['log-batch', { metrics: [metric('a', 'x')] }, /^Invalid value "x" for parameter 'metrics\[0\]\.value'/],
  [
    'log-batch',
    { metrics: [{ key: 'a', value: 1 }] },
    /^Missing value for required parameter 'metrics\[0\]\.timestamp'/,
  ],
  ['log-batch', { metrics: [metric('/a', 1)] }, /must not resolve to other names/],
  ['log-metric', metric('a..b/../c', 1), /would resolve to 'c'/],
  ['log-metric', { key: 'a', timestamp: 1 }, /^Missing value for required parameter 'value'/],
  ['log-metric', metric('é'.repeat(251), 1), /'key' exceeds the maximum length of 250 characters/],
  ['set-tag', { value: 'x' }, /^Missing value for required parameter 'key'/],
])('%s of %j is refused, and nothing is stored', async (path, body, message) => {
  const { log, data } = await withRun();
  const answer = await log(path, body);
  expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  expect(answer.body.message).toMatch(message);
  expect(await data()).toEqual({ tags: [{ key: 'mlflow.runName', value: 'first' }] });
});

test('a thousand metrics go into one request', async () => {
  const { log, data } = await withRun();
  expect((await log('log-batch', { metrics: metrics(1_000) })).status).toBe(200);
  expect((await data()).metrics).toHaveLength(1_000);
});
