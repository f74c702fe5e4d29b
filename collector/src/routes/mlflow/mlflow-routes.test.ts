import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';

const CREATE = '/api/2.0/mlflow/experiments/create';

test('every path is there under /ajax-api, too', async () => {
  const { ask } = await mlflowApp();
  const answer = await ask('GET', '/ajax-api/2.0/mlflow/experiments/get?experiment_id=0');
  expect(answer).toMatchObject({ status: 200, body: { experiment: { name: 'Default' } } });
});

test('an unknown path is an error in JSON', async () => {
  const { ask } = await mlflowApp();
  expect(await ask('GET', '/api/2.0/mlflow/experiments/nothing')).toMatchObject({
    status: 404,
    body: { error_code: 'ENDPOINT_NOT_FOUND' },
  });
});

test('what there is nothing behind says so', async () => {
  const { ask } = await mlflowApp();
  for (const path of ['/api/2.0/mlflow/webhooks', '/ajax-api/3.0/mlflow/scorers/list', '/graphql']) {
    expect(await ask('POST', path)).toMatchObject({ status: 501, body: { error_code: 'NOT_IMPLEMENTED' } });
  }
});

test('a body that is no JSON, or is not called so, is refused', async () => {
  const { ask } = await mlflowApp();
  const json = { 'content-type': 'application/json; charset=utf-8' };
  expect(await ask('POST', CREATE, { headers: json, body: '{' })).toEqual({
    status: 400,
    body: { error_code: 'MALFORMED_REQUEST', message: 'the body is not JSON' },
  });
  expect(await ask('POST', CREATE, { headers: json, body: '[1]' })).toMatchObject({ status: 400 });
  const plain = { 'content-type': 'text/plain' };
  expect(await ask('POST', CREATE, { headers: plain, body: '{"name":"a"}' })).toMatchObject({
    status: 400,
    body: { message: "Bad Request. Content-Type must be one of ['application/json']." },
  });
});

test('a body that is written as a text within JSON is read', async () => {
  const { ask } = await mlflowApp();
  const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify('{"name":"a"}') };
  expect(await ask('POST', CREATE, init)).toMatchObject({ status: 200, body: { experiment_id: '1' } });
});
