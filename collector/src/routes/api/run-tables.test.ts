import { expect, test } from 'vitest';
import { mlflowApp } from '../mlflow/mlflow-app.test.support.ts';

async function opened() {
  const { post, get, ask, fetch } = await mlflowApp();
  const { body } = await post('runs/create', { experiment_id: '0' });
  const id: string = body.run.info.run_id;
  const add = (given: object) =>
    ask('POST', `/api/v1/runs/${id}/tables`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path: 'rows.json', ...given }),
    });
  const file = `/api/2.0/mlflow-artifacts/artifacts/0/${id}/artifacts`;
  const read = async () => (await (await fetch(`${file}/rows.json`)).json()) as { columns: string[]; data: number[][] };
  const tags = async () => (await get('runs/get', { run_id: id })).body.run.data.tags;
  return { add, read, tags, fetch, file };
}

test('of many who add rows to one table at a time, none loses any', async () => {
  const { add, read, tags } = await opened();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => add({ columns: ['n'], data: [[at]] })));
  expect(answers.map(({ body }) => body.rows).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  const { columns, data } = await read();
  expect(columns).toEqual(['n']);
  expect(data.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
  expect(await tags()).toContainEqual({
    key: 'mlflow.loggedArtifacts',
    value: '[{"path":"rows.json","type":"table"}]',
  });
});

test('columns that one of them lacks are null, and each value stays under its name', async () => {
  const { add, read } = await opened();
  await add({ columns: ['a', 'b'], data: [[1, 2]] });
  await add({ columns: ['b', 'c'], data: [[3, 4]] });
  expect(await read()).toEqual({
    columns: ['a', 'b', 'c'],
    data: [
      [1, 2, null],
      [null, 3, 4],
    ],
  });
});

test.each([
  ['two columns of one name', { columns: ['a', 'a'], data: [[1, 2]] }, 'columns: has two of one name'],
  ['a row of more values than columns', { columns: ['a'], data: [[1], [2, 3]] }, 'data: a row has more values than'],
])('%s is refused, as one of the values would be lost', async (_, table, sentence) => {
  const { add, read } = await opened();
  await add({ columns: ['a'], data: [[0]] });
  expect(await add(table)).toMatchObject({ status: 400, body: { message: expect.stringContaining(sentence) } });
  expect(await read()).toEqual({ columns: ['a'], data: [[0]] });
});

test('a file that is no table is not written over, and paths that lead out of the run are refused', async () => {
  const { add, fetch, file } = await opened();
  await fetch(`${file}/rows.json`, { method: 'PUT', body: '{"mine":1}' });
  expect(await add({ columns: ['a'], data: [] })).toMatchObject({ status: 400 });
  expect(await (await fetch(`${file}/rows.json`)).json()).toEqual({ mine: 1 });
  expect(await add({ path: '../../rows.json', columns: [], data: [] })).toMatchObject({ status: 400 });
  expect(await add({ path: 'rows.csv', columns: [], data: [] })).toMatchObject({
    status: 400,
    body: { message: 'path: ends in .json' },
  });
});
