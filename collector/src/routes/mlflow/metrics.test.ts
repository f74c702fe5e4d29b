import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';

async function withHistory(steps: number) {
  const app = await mlflowApp();
  const runId: string = (await app.post('runs/create')).body.run.info.run_id;
  const metrics = Array.from({ length: steps }, (_, step) => ({
    key: 'm',
    value: step / 2,
    timestamp: 10 + step,
    step,
  }));
  await app.post('runs/log-batch', { run_id: runId, metrics });
  return { ...app, runId, query: { run_id: runId, metric_key: 'm' } };
}

const stepsOf = (body: { metrics: { step: number }[] }) => body.metrics.map(({ step }) => step);

test('a history is read whole or in pages', async () => {
  const { get, query } = await withHistory(5);
  const whole = await get('metrics/get-history', query);
  expect(whole.body.metrics[1]).toEqual({ key: 'm', value: 0.5, timestamp: 11, step: 1 });
  expect(stepsOf(whole.body)).toEqual([0, 1, 2, 3, 4]);
  const first = await get('metrics/get-history', { ...query, max_results: '3' });
  expect(stepsOf(first.body)).toEqual([0, 1, 2]);
  const rest = await get('metrics/get-history', { ...query, page_token: first.body.next_page_token });
  expect(stepsOf(rest.body)).toEqual([3, 4]);
  expect(rest.body).not.toHaveProperty('next_page_token');
});

test('histories of several runs are read at once', async () => {
  const { get, ask, runId } = await withHistory(5);
  const bulk = await ask(
    'GET',
    `/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id=${runId}&run_id=none&metric_key=m&max_results=2`,
  );
  expect(bulk.body.metrics).toEqual([
    { key: 'm', value: 0, timestamp: 10, step: 0, run_id: runId },
    { key: 'm', value: 0.5, timestamp: 11, step: 1, run_id: runId },
  ]);
  const query = { run_ids: [runId, 'none'], metric_key: 'm', max_results: '2' };
  const sampled = await get('metrics/get-history-bulk-interval', query);
  expect(stepsOf(sampled.body)).toEqual([0, 2, 4]);
  const part = await get('metrics/get-history-bulk-interval', { ...query, start_step: '1', end_step: '2' });
  expect(stepsOf(part.body)).toEqual([1, 2]);
});

test('the history of a run that is not there is not found', async () => {
  const { get } = await mlflowApp();
  expect(await get('metrics/get-history', { run_id: 'abc', metric_key: 'm' })).toMatchObject({
    status: 404,
    body: { message: 'Run with id=abc not found' },
  });
});

test.each([
  ['metrics/get-history', { run_id: 'x' }, /^Missing value for required parameter 'metric_key'/],
  ['metrics/get-history', { run_id: 'x', metric_key: 'm', max_results: '25001' }, /at most 25000/],
  ['metrics/get-history-bulk-interval', { metric_key: 'm' }, /must specify at least one run_id/],
  ['metrics/get-history-bulk-interval', { run_ids: 'x', metric_key: 'm', start_step: '1' }, /both must be specified/],
  ['metrics/get-history-bulk-interval', { run_ids: 'x', metric_key: 'm', start_step: '2', end_step: '1' }, /end_step/],
  ['metrics/get-history-bulk-interval', { run_ids: 'x', metric_key: 'm', max_results: '2501' }, /at most 2500/],
  [
    'metrics/get-history-bulk-interval',
    { run_ids: Array.from({ length: 101 }, () => 'x'), metric_key: 'm' },
    /cannot specify more than 100 run_ids. Received 101 run_ids/,
  ],
])('%s of %j is refused', async (path, query, message) => {
  const { get } = await mlflowApp();
  const answer = await get(path, query);
  expect(answer).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
  expect(answer.body.message).toMatch(message);
});
