import { expect, test } from 'vitest';
import { recordedBody } from '../../normalise/testing/recorded-spans.ts';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';
import { type SentSpan, sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

const BASE = '/api/3.0/mlflow/traces';
const LOCATION = { mlflow_experiment: { experiment_id: '0' } };

async function withSpans(...spans: readonly SentSpan[]): Promise<MlflowApp> {
  const app = await mlflowApp();
  await sendSpans(app, spans);
  return app;
}

function send({ ask }: MlflowApp, method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return ask(method, `${BASE}${path}`, { headers, body: JSON.stringify(body) });
}

async function found(app: MlflowApp, filter: string, more: object = {}): Promise<readonly string[]> {
  const { status, body } = await send(app, 'POST', '/search', { locations: [LOCATION], filter, ...more });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body.traces ?? []).map((trace: { tags: Record<string, string> }) => trace.tags['mlflow.traceName']);
}

function started(given: object): object {
  return {
    trace: {
      trace_info: {
        trace_id: sentTraceId(1),
        trace_location: { type: 'MLFLOW_EXPERIMENT', ...LOCATION },
        request_time: '2026-01-01T00:00:00.000Z',
        execution_duration: '0.250s',
        state: 'OK',
        trace_metadata: {},
        tags: {},
        ...given,
      },
    },
  };
}

test('a trace that came over OTLP is read with what its spans say of it', async () => {
  const app = await withSpans(
    {
      trace: 1,
      name: 'answer',
      durationMs: 250,
      attributes: { 'mlflow.spanInputs': { q: 'why?' }, 'session.id': 's' },
    },
    {
      trace: 1,
      span: 2,
      parent: 1,
      name: 'chat',
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 5 },
    },
  );
  const { body } = await app.ask('GET', `${BASE}/${sentTraceId(1)}`);
  expect(body.trace.trace_info).toMatchObject({
    trace_id: sentTraceId(1),
    trace_location: LOCATION,
    request_time: '2026-01-01T00:00:00.000Z',
    execution_duration: '0.250s',
    state: 'OK',
    request_preview: '{"q":"why?"}',
    trace_metadata: { 'mlflow.trace.tokenUsage': '{"input_tokens":10,"output_tokens":5,"total_tokens":15}' },
    tags: {
      'mlflow.traceName': 'answer',
      'mlflow.trace.spansLocation': 'TRACKING_STORE',
      'mlflow.artifactLocation': `mlflow-artifacts:/0/traces/${sentTraceId(1)}/artifacts`,
    },
  });
});

test('spans of others are given the attributes that MLflow shows spans by', async () => {
  const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'hi' }] }]);
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.input.messages': messages,
  };
  const app = await withSpans({ trace: 1, attributes });
  const { body } = await app.ask('GET', `${BASE}/get?trace_id=${sentTraceId(1)}&allow_partial=False`);
  const [span] = body.trace.spans;
  expect(span.traceId).toBe(Buffer.from('1'.padStart(32, '0'), 'hex').toString('base64'));
  const read = Object.fromEntries(
    span.attributes.map((each: { key: string; value: object }) => [each.key, each.value]),
  );
  expect(read['mlflow.spanType']).toEqual({ stringValue: 'CHAT_MODEL' });
  expect(JSON.stringify(read['mlflow.spanInputs'])).toContain('"hi"');
  expect(read['gen_ai.request.model']).toEqual({ stringValue: 'm' });
});

test('what a client says about a trace goes before what its spans say', async () => {
  const app = await withSpans({ trace: 1, name: 'root' });
  const { body } = await send(
    app,
    'POST',
    '',
    started({
      state: 'ERROR',
      client_request_id: 'c',
      request_preview: 'asked',
      trace_metadata: { 'mlflow.sourceRun': 'run' },
      tags: { 'mlflow.traceName': 'chosen', k: 'v' },
    }),
  );
  expect(body.trace.trace_info).toMatchObject({
    state: 'ERROR',
    client_request_id: 'c',
    request_preview: 'asked',
    execution_duration: '0.250s',
    trace_metadata: { 'mlflow.sourceRun': 'run' },
    tags: { 'mlflow.traceName': 'chosen', k: 'v' },
  });
  expect(await found(app, "status = 'ERROR'")).toEqual(['chosen']);
  expect(await found(app, "status = 'OK'")).toEqual([]);
  expect(await found(app, "name = 'chosen' AND run_id = 'run' AND client_request_id = 'c'")).toEqual(['chosen']);
  expect(await found(app, "name = 'root'")).toEqual([]);
});

test('messages that are logged after a root has been shown stand in its previews', async () => {
  const { ask, fetch } = await mlflowApp();
  const send = (signal: string) =>
    fetch(`/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-mlflow-experiment-id': '0' },
      body: recordedBody('otel-genai'),
    });
  const previews = async () => {
    const body = JSON.stringify({ locations: [{ mlflow_experiment: { experiment_id: '0' } }] });
    const answer = await ask('POST', '/api/3.0/mlflow/traces/search', {
      headers: { 'content-type': 'application/json' },
      body,
    });
    return answer.body.traces.map(({ request_preview: preview }: { request_preview?: string }) => preview);
  };
  await send('traces');
  expect((await previews()).at(-1)).toBeUndefined();
  await send('logs');
  expect((await previews()).at(-1)).toContain('How long is the Nile?');
});

test('a trace is found before its first span has come, and once afterwards', async () => {
  const app = await withSpans({ trace: 2, name: 'other', startMs: 10 });
  await send(app, 'POST', '', started({ state: 'IN_PROGRESS', tags: { 'mlflow.traceName': 'announced' } }));
  expect(await found(app, '')).toEqual(['other', 'announced']);
  expect(await found(app, '', { order_by: ['timestamp_ms ASC'] })).toEqual(['announced', 'other']);
  expect(await found(app, "status = 'IN_PROGRESS'")).toEqual(['announced']);
  await sendSpans(app, [{ trace: 1, name: 'root' }]);
  expect(await found(app, '')).toEqual(['other', 'announced']);
});

test('pages neither repeat nor miss traces, in any order', async () => {
  const names = ['c', 'a', 'e', 'b', 'd'];
  const app = await withSpans(
    ...names.map((name, index) => ({ trace: index + 1, name, startMs: index, durationMs: 10 - index })),
  );
  await send(app, 'POST', '', started({ trace_id: sentTraceId(9), tags: { 'mlflow.traceName': 'z' } }));
  for (const [order, expected] of [
    [[], 'dbeacz'],
    [['name ASC'], 'zabcde'],
    [['execution_time DESC'], 'zcaebd'],
    [['status', 'timestamp ASC'], 'czaebd'],
  ] as const) {
    let seen = '';
    let token: string | undefined;
    do {
      const { body } = await send(app, 'POST', '/search', {
        locations: [LOCATION],
        order_by: order,
        max_results: 2,
        page_token: token,
      });
      for (const trace of body.traces) seen += trace.tags['mlflow.traceName'];
      token = body.next_page_token;
    } while (token !== undefined);
    expect([order, seen.length, new Set(seen).size]).toEqual([order, 6, 6]);
    if (order[0] !== 'name ASC') expect([order, seen.replace('z', '')]).toEqual([order, expected.replace('z', '')]);
  }
});

test('conditions on times count in whole milliseconds', async () => {
  const app = await withSpans({ trace: 1, name: 'one', startMs: 5, durationMs: 20 });
  const startMs = 1_767_225_600_005;
  for (const filter of [
    `timestamp = ${startMs}`,
    `timestamp_ms >= ${startMs}`,
    `timestamp <= ${startMs}`,
    'execution_time = 20',
  ])
    expect([filter, await found(app, filter)]).toEqual([filter, ['one']]);
  for (const filter of [
    `timestamp != ${startMs}`,
    `timestamp > ${startMs}`,
    `timestamp < ${startMs}`,
    'execution_time = 20.5',
  ])
    expect([filter, await found(app, filter)]).toEqual([filter, []]);
});

test('types of spans are told apart though they are of one kind', async () => {
  const app = await withSpans(
    { trace: 1, name: 'a', attributes: { 'mlflow.spanType': 'LLM' } },
    { trace: 2, name: 'b', startMs: 1, attributes: { 'mlflow.spanType': 'CHAT_MODEL' } },
    { trace: 3, name: 'c', startMs: 2, attributes: { 'gen_ai.operation.name': 'chat' } },
    { trace: 4, name: 'd', startMs: 3, attributes: { 'mlflow.spanType': 'MINE' } },
  );
  expect(await found(app, "span.type = 'LLM'")).toEqual(['c', 'a']);
  expect(await found(app, "span.type = 'MINE'")).toEqual(['d']);
  expect(await found(app, "span.type IN ('MINE', 'CHAT_MODEL')")).toEqual(['d', 'c', 'b']);
});

test('traces are read many at once; those that are unknown are left out', async () => {
  const app = await withSpans({ trace: 1 }, { trace: 2, startMs: 1 });
  const ids = [sentTraceId(2), sentTraceId(7), sentTraceId(1), 'nonsense'];
  const infos = await send(app, 'POST', '/batchGetInfos', { trace_ids: ids });
  expect(infos.body.trace_infos.map((info: { trace_id: string }) => info.trace_id)).toEqual([ids[0], ids[2]]);
  const whole = await app.ask('GET', `${BASE}/batchGet?trace_ids=${ids[0]}&trace_ids=${ids[2]}`);
  expect(whole.body.traces.map((trace: { spans: unknown[] }) => trace.spans.length)).toEqual([1, 1]);
  const none = await send(app, 'POST', '/batchGetInfos', { trace_ids: ids, experiment_ids: ['7'] });
  expect(none.body.trace_infos).toEqual([]);
});

test('tags are set and removed under both versions, but those of the server', async () => {
  const app = await withSpans({ trace: 1, name: 'one' });
  const path = `/${sentTraceId(1)}/tags`;
  expect((await send(app, 'PATCH', path, { key: 'k', value: 'v' })).body).toEqual({});
  expect(await found(app, "tags.k = 'v'")).toEqual(['one']);
  const v2 = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key: 'k' }) };
  expect((await app.ask('DELETE', `/api/2.0/mlflow/traces${path}`, v2)).status).toBe(200);
  expect(await send(app, 'DELETE', path, { key: 'k' })).toMatchObject({ status: 404 });
  const fixed = await send(app, 'PATCH', path, { key: 'mlflow.trace.spansLocation', value: 'x' });
  expect(fixed).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
});

test('traces are deleted by id, or the oldest of them up to a time', async () => {
  const app = await withSpans(
    { trace: 1, name: 'a' },
    { trace: 2, name: 'b', startMs: 1 },
    { trace: 3, name: 'c', startMs: 2 },
  );
  const byId = await send(app, 'POST', '/delete-traces', {
    experiment_id: '0',
    request_ids: [sentTraceId(3), sentTraceId(9)],
  });
  expect(byId.body).toEqual({ traces_deleted: 1 });
  const elsewhere = await send(app, 'POST', '/delete-traces', { experiment_id: '7', request_ids: [sentTraceId(2)] });
  expect(elsewhere.body).toEqual({ traces_deleted: 0 });
  const oldest = { experiment_id: '0', max_timestamp_millis: 1_767_225_700_000, max_traces: 1 };
  expect((await send(app, 'POST', '/delete-traces', oldest)).body).toEqual({ traces_deleted: 1 });
  expect(await found(app, '')).toEqual(['b']);
  expect((await send(app, 'POST', '/delete-traces', { experiment_id: '0' })).status).toBe(400);
});

test('two filters are compared by how often traces pass both', async () => {
  const app = await withSpans(
    { trace: 1, name: 'a', status: 2 },
    { trace: 2, name: 'a', status: 2, startMs: 1 },
    { trace: 3, name: 'b', startMs: 2 },
    { trace: 4, name: 'b', startMs: 3 },
  );
  const request = { experiment_ids: ['0'], filter_string1: "name = 'a'", filter_string2: "status = 'ERROR'" };
  expect((await send(app, 'POST', '/calculate-filter-correlation', request)).body).toMatchObject({
    npmi: 1,
    filter1_count: 2,
    filter2_count: 2,
    joint_count: 2,
    total_count: 4,
  });
  const never = await send(app, 'POST', '/calculate-filter-correlation', {
    ...request,
    filter_string2: "status = 'OK'",
  });
  expect(never.body).toMatchObject({ npmi: -1, joint_count: 0 });
});

test('what cannot be asked is refused in MLflow’s words', async () => {
  const app = await mlflowApp();
  const search = (body: object) => send(app, 'POST', '/search', { locations: [LOCATION], ...body });
  expect((await send(app, 'POST', '/search', {})).body.message).toContain("required parameter 'locations'");
  expect((await search({ filter: 'bogus.a = 1' })).body.message).toContain("Invalid entity type 'bogus'");
  expect((await search({ filter: "span.bogus = 'a'" })).body.message).toContain("Invalid span attribute 'bogus'");
  expect((await search({ filter: "status = 'OK' AND" })).status).toBe(400);
  expect((await search({ order_by: ['tags.a'] })).status).toBe(400);
  expect((await search({ max_results: 501 })).status).toBe(400);
  expect((await search({ page_token: 'x' })).status).toBe(400);
  expect(await send(app, 'POST', '', started({ trace_id: 'x' }))).toMatchObject({ status: 400 });
  const nowhere = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '77' } };
  expect(await send(app, 'POST', '', started({ trace_location: nowhere }))).toMatchObject({
    status: 404,
    body: { message: 'No Experiment with id=77 exists' },
  });
  expect((await app.ask('GET', `${BASE}/${sentTraceId(1)}`)).body.message).toContain('not found');
});

test('spans of a trace that was only announced are waited for, unless a part of it is enough', async () => {
  const app = await mlflowApp();
  await send(app, 'POST', '', started({}));
  const get = (query: string) => app.ask('GET', `${BASE}/get?trace_id=${sentTraceId(1)}${query}`);
  expect((await get('&allow_partial=true')).body.trace.spans).toEqual([]);
  const startMs = app.clock.nowMs;
  expect(await get('')).toMatchObject({
    status: 404,
    body: { message: `Trace with ID ${sentTraceId(1)} is not fully exported yet, please try again later.` },
  });
  expect(app.clock.nowMs - startMs).toBe(3_000);
  app.clock.whileWaiting = () => sendSpans(app, [{ trace: 1, name: 'late' }]);
  expect((await get('&allow_partial=false')).body.trace.spans).toMatchObject([{ name: 'late' }]);
});

test('a trace is whole once it has as many spans as its client says', async () => {
  const app = await withSpans({ trace: 1, span: 1, name: 'root' });
  await send(app, 'POST', '', started({ trace_metadata: { 'mlflow.trace.sizeStats': '{"num_spans": 2}' } }));
  app.clock.whileWaiting = () => sendSpans(app, [{ trace: 1, span: 2, parent: 1 }]);
  const { body } = await app.ask('GET', `${BASE}/get?trace_id=${sentTraceId(1)}`);
  expect(body.trace.spans).toHaveLength(2);
});
