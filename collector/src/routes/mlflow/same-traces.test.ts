import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

const OURS = sentTraceId(1).slice('tr-'.length);
const LOCATION = { mlflow_experiment: { experiment_id: '0' } };

function send({ ask }: MlflowApp, method: string, path: string, body: unknown) {
  return ask(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function shown({ ask }: MlflowApp, filter: string): Promise<readonly string[]> {
  const { body } = await ask('GET', `/api/v1/traces?filter=${encodeURIComponent(filter)}`);
  return body.items.map(({ name }: { name: string }) => name);
}

test('the viewer finds a trace by the run, session and user that a client of MLflow’s has given it', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [
    { trace: 1, name: 'root' },
    { trace: 2, name: 'other', startMs: 1 },
  ]);
  const info = {
    trace_id: sentTraceId(1),
    trace_location: LOCATION,
    request_time: '2026-01-01T00:00:00Z',
    state: 'OK',
    trace_metadata: { 'mlflow.sourceRun': 'r1', 'mlflow.trace.session': 's', 'mlflow.trace.user': 'u' },
    tags: { 'mlflow.traceName': 'chosen' },
  };
  await send(app, 'POST', '/api/3.0/mlflow/traces', { trace: { trace_info: info } });
  const { run_id: linked } = (await app.post('runs/create', { experiment_id: '0' })).body.run.info;
  await app.post('traces/link-to-run', { trace_ids: [sentTraceId(1)], run_id: linked });
  for (const filter of [
    "run = 'r1'",
    `run = '${linked}'`,
    "session = 's'",
    "user LIKE 'u%'",
    "has(kind = task) AND run = 'r1'",
  ])
    expect([filter, await shown(app, filter)]).toEqual([filter, ['chosen']]);
  expect(await shown(app, "run = 'r3'")).toEqual([]);
  expect(await shown(app, 'NOT run IS NOT NULL')).toEqual(['other']);
});

test('what is said of a trace on one side stands on the other', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [{ trace: 1 }]);
  await send(app, 'POST', `/api/3.0/mlflow/traces/${sentTraceId(1)}/assessments`, {
    assessment: {
      assessment_name: 'quality',
      source: { source_type: 'HUMAN', source_id: 'ann' },
      feedback: { value: 1 },
    },
  });
  await send(app, 'POST', `/api/v1/traces/${OURS}/feedback`, { name: 'helpful', value: true });
  await send(app, 'PATCH', `/api/2.0/mlflow/traces/${sentTraceId(1)}/tags`, { key: 'env', value: 'live' });

  const ours = (await app.ask('GET', `/api/v1/traces/${OURS}`)).body;
  expect(ours.feedback).toHaveLength(2);
  expect(ours.feedback).toContainEqual(
    expect.objectContaining({ name: 'quality', value: 1, source: { kind: 'human', id: 'ann' } }),
  );
  expect(ours.tags).toEqual({ env: 'live' });
  const theirs = (await app.ask('GET', `/api/3.0/mlflow/traces/${sentTraceId(1)}`)).body.trace.trace_info;
  expect(theirs.assessments).toHaveLength(2);
  expect(theirs.assessments).toContainEqual(
    expect.objectContaining({ assessment_name: 'helpful', feedback: { value: true } }),
  );
  expect(theirs.tags.env).toBe('live');
});

test('a trace that MLflow’s client deletes is gone for the viewer', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [{ trace: 1 }]);
  const body = { experiment_id: '0', request_ids: [sentTraceId(1)] };
  expect((await app.post('traces/delete-traces', body)).body).toEqual({ traces_deleted: 1 });
  expect((await app.ask('GET', `/api/v1/traces/${OURS}`)).status).toBe(404);
});

test('sessions and users that a client has given its traces stand in the list of sessions, beside those of spans', async () => {
  const app = await mlflowApp();
  const said = (trace: number, session: string) =>
    send(app, 'POST', '/api/3.0/mlflow/traces', {
      trace: {
        trace_info: {
          trace_id: sentTraceId(trace),
          trace_location: LOCATION,
          request_time: '2026-01-01T00:00:00Z',
          state: 'OK',
          trace_metadata: { 'mlflow.trace.session': session, 'mlflow.trace.user': 'ann' },
        },
      },
    });
  await sendSpans(app, [
    { trace: 1, startMs: 1, attributes: { 'session.id': 'both', 'user.id': 'bob' } },
    { trace: 2, startMs: 2 },
    { trace: 3, startMs: 3, attributes: { 'session.id': 'spans' } },
    { trace: 4, startMs: 4 },
    { trace: 5, startMs: 5 },
  ]);
  await said(2, 'both');
  await said(4, 'said');
  const page = async (query: string) => (await app.ask('GET', `/api/v1/sessions?${query}`)).body;
  const short = ({
    items,
  }: {
    items: readonly { sessionId: string; traceCount: number; users: readonly string[] }[];
  }) => items.map(({ sessionId, traceCount, users }) => [sessionId, traceCount, users]);

  expect(short(await page(''))).toEqual([
    ['said', 1, ['ann']],
    ['spans', 1, []],
    ['both', 2, ['bob', 'ann']],
  ]);
  const first = await page('limit=2');
  expect([first.items.length, first.total]).toEqual([2, 3]);
  expect(short(await page(`limit=2&cursor=${first.nextCursor}`))).toEqual([['both', 2, ['bob', 'ann']]]);
  expect(short(await page('sessionId=said'))).toEqual([['said', 1, ['ann']]]);
});
