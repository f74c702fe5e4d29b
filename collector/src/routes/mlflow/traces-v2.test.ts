import { expect, test } from 'vitest';
import { mlflowApp } from './mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

test('a client before 3 starts a trace, ends it and finds it', async () => {
  const { get, post, ask, clock } = await mlflowApp();
  const made = await post('traces', {
    experiment_id: '0',
    timestamp_ms: '1767225600000',
    request_metadata: [{ key: 'mlflow.sourceRun', value: 'run' }],
    tags: [{ key: 'mlflow.traceName', value: 'old' }],
  });
  const { request_id: id } = made.body.trace_info;
  expect(made.body.trace_info).toMatchObject({
    experiment_id: '0',
    timestamp_ms: 1_767_225_600_000,
    status: 'IN_PROGRESS',
  });

  clock.nowMs += 90;
  const body = JSON.stringify({ status: 'ERROR', tags: [{ key: 'k', value: 'v' }] });
  const ended = await ask('PATCH', `/api/2.0/mlflow/traces/${id}`, { headers: JSON_HEADERS, body });
  expect(ended.body.trace_info).toMatchObject({ request_id: id, execution_time_ms: 90, status: 'ERROR' });

  const { body: read } = await get(`traces/${id}/info`);
  expect(read.trace_info.request_metadata).toContainEqual({ key: 'mlflow.sourceRun', value: 'run' });
  expect(read.trace_info.tags).toContainEqual({ key: 'k', value: 'v' });
  const { body: found } = await get('traces', { experiment_ids: ['0'], filter: "status = 'ERROR'", max_results: '5' });
  expect(found.traces).toMatchObject([{ request_id: id }]);
  expect((await get('traces', { experiment_ids: '0', filter: "status = 'OK'" })).body.traces).toEqual([]);
});

test('traces are linked to runs later, unknown ones and repetitions passed over', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [
    { trace: 1, name: 'a' },
    { trace: 2, name: 'b' },
  ]);
  const { run_id } = (await app.post('runs/create', { experiment_id: '0' })).body.run.info;
  for (const ids of [[sentTraceId(1), 'nonsense'], [sentTraceId(1)]]) {
    expect(await app.post('traces/link-to-run', { trace_ids: ids, run_id })).toMatchObject({ status: 200 });
  }
  const { body } = await app.get('traces', { experiment_ids: '0', filter: `run_id = '${run_id}'` });
  expect(body.traces.map((trace: { request_id: string }) => trace.request_id)).toEqual([sentTraceId(1)]);
  expect(await app.post('traces/link-to-run', { trace_ids: [sentTraceId(1)], run_id: 'none' })).toMatchObject({
    status: 404,
    body: { message: 'Run with id=none not found' },
  });
  const many = Array.from({ length: 101 }, (_, index) => sentTraceId(index + 1));
  expect(await app.post('traces/link-to-run', { trace_ids: many, run_id })).toMatchObject({
    status: 400,
    body: { message: 'Cannot link more than 100 traces to a run in a single request. Provided 101 traces.' },
  });
});

test('prompts that are linked to a trace at the same time are all linked', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [{ trace: 1 }]);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const link = (name: string) =>
    app.post('traces/link-prompts', { trace_id: sentTraceId(1), prompt_versions: [{ name, version: '1' }] });
  await Promise.all(names.map(link));
  const { body } = await app.get(`traces/${sentTraceId(1)}/info`);
  const tag = body.trace_info.tags.find(({ key }: { key: string }) => key === 'mlflow.linkedPrompts');
  expect(
    JSON.parse(tag.value)
      .map(({ name }: { name: string }) => name)
      .sort(),
  ).toEqual(names);
});

test('prompts are linked to a trace once each', async () => {
  const app = await mlflowApp();
  await sendSpans(app, [{ trace: 1 }]);
  const one = { name: 'greet', version: '1' };
  for (const prompts of [[one], [one, { name: 'greet', version: 2 }]]) {
    await app.post('traces/link-prompts', { trace_id: sentTraceId(1), prompt_versions: prompts });
  }
  const { body } = await app.get(`traces/${sentTraceId(1)}/info`);
  const tag = body.trace_info.tags.find(({ key }: { key: string }) => key === 'mlflow.linkedPrompts');
  expect(JSON.parse(tag.value)).toEqual([one, { name: 'greet', version: '2' }]);
  const { body: found } = await app.get('traces', { experiment_ids: '0', filter: "prompt = 'greet/2'" });
  expect(found.traces).toHaveLength(1);
  const unknown = await app.post('traces/link-prompts', { trace_id: sentTraceId(9), prompt_versions: [one] });
  expect(unknown).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
});
