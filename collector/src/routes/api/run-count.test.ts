import { expect, test } from 'vitest';
import { mlflowApp } from '../mlflow/mlflow-app.test.support.ts';

test('runs of an experiment are counted by the filter and the lifecycle that they are searched by', async () => {
  const { post, ask } = await mlflowApp();
  for (const run_name of ['a', 'a', 'b']) await post('runs/create', { experiment_id: '0', run_name });
  const count = (query: Record<string, string>) =>
    ask('GET', `/api/v1/experiments/0/run-count?${new URLSearchParams(query)}`);
  expect(await count({})).toEqual({ status: 200, body: { total: 3 } });
  expect((await count({ filter: "attributes.run_name = 'a'" })).body).toEqual({ total: 2 });
  expect((await count({ lifecycle: 'deleted' })).body).toEqual({ total: 0 });
  expect((await ask('GET', '/api/v1/experiments/77/run-count')).body).toEqual({ total: 0 });
  expect(await count({ filter: 'metrics.' })).toMatchObject({ status: 400 });
  expect(await count({ lifecycle: 'gone' })).toMatchObject({
    status: 400,
    body: { message: 'lifecycle is one of active, deleted' },
  });
});
