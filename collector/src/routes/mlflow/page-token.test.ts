import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';
import { decodePageToken, encodePageToken } from './page-token.ts';

test.each([[[0, 1.5, 'a']], [[Number.POSITIVE_INFINITY]], [[Number.NEGATIVE_INFINITY, 'a', null]], [['1e999', 1e308]]])(
  'a place of %j is told as it is',
  (place) => {
    expect(decodePageToken(encodePageToken(place))).toEqual(place);
  },
);

test.each(['DESC', 'ASC'])('pages ordered by a metric %s go on behind infinite values', async (direction) => {
  const { post } = await mlflowApp();
  for (const value of ['Infinity', '-Infinity', 2, 'NaN']) {
    const made = await post('runs/create', { experiment_id: '0', run_name: String(value) });
    await post('runs/log-metric', { run_id: made.body.run.info.run_id, key: 'm', value, timestamp: 1 });
  }
  const found: string[] = [];
  const search = { experiment_ids: ['0'], order_by: [`metrics.m ${direction}`], max_results: 1 };
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { body }: { body: { runs: { info: { run_name: string } }[]; next_page_token?: string } } = await post(
      'runs/search',
      { ...search, page_token: token },
    );
    found.push(...body.runs.map(({ info }) => info.run_name));
    token = body.next_page_token;
  }
  const numbers = ['Infinity', '2', '-Infinity'];
  expect(found).toEqual([...(direction === 'DESC' ? numbers : numbers.toReversed()), 'NaN']);
});

test('pages of a history go on behind what is not a number', async () => {
  const { get, post } = await mlflowApp();
  const { run_id } = (await post('runs/create', { experiment_id: '0' })).body.run.info;
  for (const value of [1, 'Infinity', 'NaN']) await post('runs/log-metric', { run_id, key: 'm', value, timestamp: 1 });
  await post('runs/log-metric', { run_id, key: 'm', value: 2, timestamp: 2 });
  const found: unknown[] = [];
  for (let token: string | undefined = ''; token !== undefined && found.length < 9; ) {
    const query = { run_id, metric_key: 'm', max_results: '1', page_token: token };
    const { body }: { body: { metrics: { value: unknown }[]; next_page_token?: string } } = await get(
      'metrics/get-history',
      query,
    );
    found.push(...body.metrics.map(({ value }) => value));
    token = body.next_page_token;
  }
  expect(found).toEqual([1, 'Infinity', 'NaN', 2]);
});

test.each([[[null]], [[-1, 2, 3, 4, 5]], [[0.5, 2, 3, 4, 5]], [['a', 2, 3, 4, 5]], [[0, 2, 3, 4, 5]]])(
  'a token of %j is refused by searches that did not give it',
  async (place) => {
    const { post, get, ask } = await mlflowApp();
    const given = { page_token: encodePageToken(place)!, experiment_ids: ['0'] };
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(given) };
    const answers = [
      await post('runs/search', given),
      await post('experiments/search', given),
      await post('logged-models/search', given),
      await get('registered-models/search', given),
      await get('model-versions/search', given),
      await ask('POST', '/api/3.0/mlflow/datasets/search', json),
      await ask('POST', '/api/3.0/mlflow/traces/search', json),
    ];
    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual(
      answers.map(() => [400, 'INVALID_PARAMETER_VALUE']),
    );
  },
);
