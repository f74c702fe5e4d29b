import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ApiError } from '../errors.ts';
import { type MlflowApp, mlflowApp } from '../routes/mlflow/mlflow-app.test.support.ts';

const CREATE = '/api/2.0/mlflow/runs/create';

/** Sends a request of JSON with a key. */
const sending =
  (app: MlflowApp) =>
  (key: string, json: object, path = CREATE) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return app.fetch(path, { method: 'POST', headers, body: JSON.stringify(json) });
  };
const RUN = { experiment_id: '0', run_name: 'once' };
const runsOf = async ({ post }: MlflowApp) => (await post('runs/search', { experiment_ids: ['0'] })).body.runs ?? [];

test('what is sent twice with one key is done once, and answered the same', async () => {
  const app = await mlflowApp();
  const send = sending(app);
  const [first, again] = [await send('k', RUN), await send('k', RUN)];
  expect([first, again].map(({ status, headers }) => [status, headers.get('tracewright-answer')])).toEqual([
    [200, 'kept'],
    [200, 'given again'],
  ]);
  expect(await again.json()).toEqual(await first.json());
  await send('another', RUN);
  expect(await runsOf(app)).toHaveLength(2);
});

test('what is sent twice at the same time is done once, and the other is told to come again', async () => {
  const app = await mlflowApp();
  const send = sending(app);
  const statuses = (await Promise.all([1, 2, 3].map(() => send('k', RUN)))).map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses.filter((status) => ![200, 503].includes(status))).toEqual([]);
  expect(await runsOf(app)).toHaveLength(1);
  expect((await send('k', RUN)).status).toBe(200);
});

test('the same key with another body is refused, however it is sent', async () => {
  const app = await mlflowApp();
  const send = sending(app);
  await send('k', RUN);
  const other = await send('k', { ...RUN, run_name: 'another' });
  expect([other.status, ((await other.json()) as { message: string }).message]).toEqual([
    400,
    'this idempotency-key is that of a request with another body',
  ]);
  const body = gzipSync(JSON.stringify(RUN));
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'idempotency-key': 'k' };
  expect((await app.fetch(CREATE, { method: 'POST', headers, body })).status).toBe(200);
  expect(await runsOf(app)).toHaveLength(1);
});

test('an answer without a body is given again', async () => {
  const app = await mlflowApp();
  const run = (await (await sending(app)('k', RUN)).json()) as { run: { info: { run_id: string } } };
  const path = `/api/v1/evaluations/${run.run.info.run_id}/rows`;
  const answers = [await sending(app)('l', { rows: [] }, path), await sending(app)('l', { rows: [] }, path)];
  expect(answers.map(({ status, headers }) => [status, headers.get('tracewright-answer')])).toEqual([
    [204, 'kept'],
    [204, 'given again'],
  ]);
});

test('what was refused is done when it is sent again', async () => {
  const app = await mlflowApp();
  const send = sending(app);
  const create = app.stores.runs.create.bind(app.stores.runs);
  app.stores.runs.create = async () => {
    throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the database cannot be reached');
  };
  expect((await send('k', RUN)).status).toBe(503);
  app.stores.runs.create = create;
  expect((await send('k', RUN)).status).toBe(200);
  expect(await runsOf(app)).toHaveLength(1);
});

test('a key belongs to one request, and has to be one', async () => {
  const send = sending(await mlflowApp());
  await send('k', RUN);
  const other = await send('k', { name: 'bot' }, '/api/2.0/mlflow/experiments/create');
  expect([other.status, ((await other.json()) as { message: string }).message]).toEqual([
    400,
    `this idempotency-key is that of POST ${CREATE}`,
  ]);
  for (const key of ['x'.repeat(256), 'a b']) expect((await send(key, RUN)).status).toBe(400);
});

/** A collector that has done what a request asks for, and ended before it could keep its answer. */
async function ended(key: string): Promise<MlflowApp> {
  const app = await mlflowApp();
  const answer = app.stores.requestAnswers.answer.bind(app.stores.requestAnswers);
  app.stores.requestAnswers.answer = async () => {
    throw new ApiError('TEMPORARILY_UNAVAILABLE', 'ended');
  };
  expect((await sending(app)(key, RUN)).status).toBe(200);
  app.stores.requestAnswers.answer = answer;
  return app;
}

test('what was written by a collector that ended before its answer was kept is answered, and not done again', async () => {
  const app = await ended('k');
  const again = await sending(app)('k', RUN);
  expect([again.status, again.headers.get('tracewright-answer')]).toEqual([200, 'kept']);
  const [run, ...others] = await runsOf(app);
  expect(others).toEqual([]);
  expect(((await again.json()) as { run: { info: unknown } }).run.info).toEqual(run.info);
  expect((await sending(app)('k', RUN)).headers.get('tracewright-answer')).toBe('given again');
});

test('what was written by a collector that ended is no answer to another body', async () => {
  const app = await ended('k');
  expect((await sending(app)('k', { ...RUN, run_name: 'another' })).status).toBe(400);
  expect((await sending(app)('k', RUN)).status).toBe(200);
  expect(await runsOf(app)).toHaveLength(1);
});

test('what another collector on the same database works on is waited for, but not for long', async () => {
  const app = await mlflowApp();
  const { requestAnswers } = app.stores;
  const place = { workspaceId: 'default', sender: 'open anonymous', key: 'k' };
  const begin = requestAnswers.begin.bind(requestAnswers);
  let ageMs = 9_999;
  requestAnswers.begin = (where, request, attempt, isLost) =>
    begin(where, request, attempt, (before) => isLost(before, ageMs));
  Object.defineProperty(requestAnswers, 'isShared', { value: true });
  await begin(place, `POST ${CREATE}`, 'of another', () => false);
  const send = sending(app);
  expect((await send('k', RUN)).status).toBe(503);
  ageMs = 10_000;
  expect((await send('k', RUN)).status).toBe(200);
  expect(await runsOf(app)).toHaveLength(1);
});
