import { expect, test } from 'vitest';
import { mlflowApp } from '../mlflow/mlflow-app.test.support.ts';

test('what clients of MLflow do to a model is told with who did it and when', async () => {
  const { post, ask } = await mlflowApp();
  await post('registered-models/create', { name: 'support bot' });
  await post('model-versions/create', { name: 'support bot', source: 's3://bucket/model' });
  const authorization = `Basic ${btoa('ann:')}`;
  await ask('POST', '/api/2.0/mlflow/model-versions/transition-stage', {
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ name: 'support bot', version: '1', stage: 'production' }),
  });
  const path = '/api/v1/registered-models/support%20bot/history';
  const moved = { number: 2, version: 1, change: { kind: 'stage', from: 'None', to: 'Production' }, by: 'ann' };
  expect(await ask('GET', path)).toEqual({
    status: 200,
    body: {
      items: [
        { ...moved, atNs: '1767225600000000000' },
        { number: 1, version: 1, change: { kind: 'created' }, by: 'anonymous', atNs: '1767225600000000000' },
      ],
      nextCursor: null,
      total: 2,
      totalIsEstimate: false,
    },
  });
  expect((await ask('GET', `${path}?limit=1`)).body).toMatchObject({ items: [moved], nextCursor: '2', total: 2 });
  expect((await ask('GET', `${path}?cursor=2&version=1`)).body).toMatchObject({ items: [{ number: 1 }] });
  expect(await ask('GET', `${path}?version=one`)).toMatchObject({
    status: 400,
    body: { message: 'version is a whole number' },
  });
  expect(await ask('GET', '/api/v1/registered-models/none/history')).toMatchObject({ status: 404 });
});
