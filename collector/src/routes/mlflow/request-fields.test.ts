import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';

test.each([1e300, 2 ** 64, '9999999999999999999', 1.5, '1e3'])('%j is no integer of 64 bits', async (step) => {
  const { post } = await mlflowApp();
  expect((await post('runs/create', { experiment_id: '0', start_time: step })).status).toBe(400);
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  const metrics = [{ key: 'm', value: 1, timestamp: 1, step }];
  expect((await post('runs/log-batch', { run_id, metrics })).status).toBe(400);
});

test.each(['metrics', 'params', 'tags'])('an object is no list of %s', async (field) => {
  const { post } = await mlflowApp();
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  expect((await post('runs/log-batch', { run_id, [field]: {} })).body).toEqual({
    error_code: 'INVALID_PARAMETER_VALUE',
    message:
      `Invalid value {} for parameter '${field}' supplied:  Hint: Value was of type 'dict'. ` +
      'See the API docs for more information about request parameters.',
  });
});

test('a text with a character of code 0 is refused, as a database of Postgres would have to', async () => {
  const { post } = await mlflowApp();
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  expect(await post('runs/log-parameter', { run_id, key: 'p', value: 'a\0b' })).toMatchObject({
    status: 400,
    body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'a text has a character of code 0' },
  });
});

test('the largest integers come back as ones that 64 bits hold', async () => {
  const { post, fetch } = await mlflowApp();
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  const largest = { key: 'm', value: 1, timestamp: '9223372036854775807', step: '-9223372036854775808' };
  expect((await post('runs/log-metric', { run_id, ...largest })).status).toBe(200);
  const text = await (await fetch(`/api/2.0/mlflow/runs/get?run_id=${run_id}`)).text();
  const [, timestamp = '', step = ''] = /"timestamp":(\d+),"step":(-\d+)/.exec(text) ?? [];
  expect([BigInt.asIntN(64, BigInt(timestamp)) > 0n, BigInt.asIntN(64, BigInt(step)) < 0n]).toEqual([true, true]);
});
