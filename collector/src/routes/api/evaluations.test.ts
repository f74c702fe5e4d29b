import type { EvaluationGrid } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { newRow, newScore } from '../../storage/tracking/evaluations/evaluation-store.contract.ts';
import { type MlflowApp, mlflowApp } from '../mlflow/mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from '../mlflow/traces/send-spans.test.support.ts';

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.usage.input_tokens': 3,
  'gen_ai.usage.output_tokens': 2,
  'gen_ai.usage.cost': 0.5,
};

async function started(): Promise<{ readonly app: MlflowApp; readonly runId: string; readonly path: string }> {
  const app = await mlflowApp();
  const { body } = await app.post('runs/create', { experiment_id: '0', run_name: 'evaluation' });
  const runId = body.run.info.run_id as string;
  return { app, runId, path: `/api/v1/evaluations/${runId}` };
}

function post({ fetch }: MlflowApp, path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function traceOf(trace: number): string {
  return sentTraceId(trace).slice('tr-'.length);
}

test('rows are read back as a grid, with what their traces cost, and one by one', async () => {
  const { app, runId, path } = await started();
  await sendSpans(app, [{ trace: 1, attributes: CALL }]);
  const failed = newScore({ name: 'judge', value: null, passed: null, error: { code: 'E', message: 'no' } });
  const first = newRow(0, { traceId: traceOf(1), scores: [newScore({ rationale: 'as expected' }), failed] });
  const second = newRow(1, {
    tags: {},
    scores: [newScore({ value: false, passed: false })],
    error: { code: 'T', message: null },
  });
  expect((await post(app, `${path}/rows`, { rows: [second, first] })).status).toBe(204);

  const grid = (await app.ask('GET', `${path}/grid`)).body as EvaluationGrid;
  expect(grid).toMatchObject({
    ...{ runId, keys: ['row 0', 'row 1'], trials: [0, 0], traceIds: [traceOf(1), second.traceId] },
    ...{ inputs: ['Question 0?', 'Question 1?'], errors: [null, 'T'], durationsMs: [12.5, 12.5] },
    ...{ costsUsd: [0.5, null], inputTokens: [3, null], outputTokens: [2, null], tags: { topic: ['returns', null] } },
  });
  const columns = new Map(grid.scores.map(({ name, values, passed, errors }) => [name, { values, passed, errors }]));
  expect(columns).toEqual(
    new Map([
      ['exact', { values: [true, false], passed: [true, false], errors: [null, null] }],
      ['judge', { values: [null, null], passed: [null, null], errors: ['E', null] }],
    ]),
  );
  const { scores, ...row } = first;
  const { body } = await app.ask('GET', `${path}/rows/${traceOf(1)}`);
  expect(body).toMatchObject(row);
  expect(new Set(body.scores)).toEqual(new Set(scores));
});

test('clients of MLflow find the rows among the traces of the run, with their scores', async () => {
  const { app, runId, path } = await started();
  await sendSpans(app, [{ trace: 1 }]);
  await post(app, `${path}/rows`, { rows: [newRow(0, { traceId: traceOf(1) })] });
  const search = { locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }] };
  const { body } = await app.ask('POST', '/api/3.0/mlflow/traces/search', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...search, filter: `run_id = '${runId}'` }),
  });
  expect(body.traces).toMatchObject([{ trace_id: sentTraceId(1) }]);
  const names = body.traces[0].assessments.map((one: { assessment_name: string }) => one.assessment_name);
  expect(new Set(names)).toEqual(new Set(['exact', 'answer']));
});

test('an evaluation that MLflow has made is a grid as well: its scored traces, oldest first', async () => {
  const { app, runId, path } = await started();
  const said = (question: string) => ({
    'mlflow.spanInputs': JSON.stringify({ question }),
    'mlflow.spanOutputs': '"yes"',
  });
  const spans = [2, 1, 3, 4].map((trace) => ({
    trace,
    startMs: trace,
    attributes: said(trace === 4 ? 'noise' : 'same?'),
  }));
  await sendSpans(app, spans);
  const trace_ids = [1, 2, 3, 4].map(sentTraceId);
  await app.post('traces/link-to-run', { trace_ids, run_id: runId });
  for (const trace of [1, 2, 3]) {
    const assessment = {
      ...{ assessment_name: 'Correctness', source: { source_type: 'LLM_JUDGE', source_id: 'm' } },
      ...{ feedback: { value: trace === 2 ? 'no' : 'yes' }, rationale: 'because' },
      metadata: { 'mlflow.assessment.sourceRunId': runId },
    };
    await app.ask('POST', `/api/3.0/mlflow/traces/${sentTraceId(trace)}/assessments`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assessment }),
    });
  }
  const grid = (await app.ask('GET', `${path}/grid`)).body as EvaluationGrid;
  expect(grid.traceIds).toEqual([1, 2, 3].map(traceOf));
  expect(grid.inputs).toEqual(['same?', 'same?', 'same?']);
  expect(grid.keys).toEqual([grid.keys[0], `${grid.keys[0]}#2`, `${grid.keys[0]}#3`]);
  expect(grid.scores).toMatchObject([
    { name: 'Correctness', values: ['yes', 'no', 'yes'], passed: [true, false, true] },
  ]);
  const { body } = await app.ask('GET', `${path}/rows/${traceOf(2)}`);
  expect(body).toMatchObject({
    ...{ inputs: { question: 'same?' }, outputs: 'yes', trial: 0 },
    scores: [{ name: 'Correctness', value: 'no', rationale: 'because', source: { kind: 'judge', id: 'm' } }],
  });
});

test.each([
  ['no rows', {}, 'rows: '],
  [
    'a score without value and error',
    { rows: [newRow(0, { scores: [newScore({ value: null })] })] },
    'either a value or',
  ],
  ['a trace id that is none', { rows: [newRow(0, { traceId: 'x' })] }, '32 hex digits'],
  [
    'two scores of one name',
    { rows: [newRow(0, { scores: [newScore(), newScore({ value: false })] })] },
    'rows.0.scores: has two scores of one name',
  ],
  ['an empty key', { rows: [newRow(0, { key: '' })] }, 'rows.0.key: must not be empty'],
  ['too many rows', { rows: Array.from({ length: 1_001 }, (_, index) => newRow(index)) }, 'at most 1000 rows'],
])('%s is refused with a sentence, and nothing is stored', async (_, body, sentence) => {
  const { app, path } = await started();
  const answer = await post(app, `${path}/rows`, body);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(sentence);
  expect((await app.ask('GET', `${path}/grid`)).body.keys).toEqual([]);
});

test('what has more levels than anybody can read is refused with a sentence', async () => {
  const { app, path } = await started();
  const body = JSON.stringify({ rows: [newRow(0, { inputs: 'DEEP' })] });
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await app.fetch(`${path}/rows`, { method: 'POST', headers, body: body.replace('"DEEP"', deep) });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('more than 500 levels');
});

test('an input of more levels than anybody can read is a text, also to clients of MLflow', async () => {
  const { app, runId, path } = await started();
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  await sendSpans(app, [{ trace: 1, attributes: { 'mlflow.spanInputs': deep } }]);
  await app.post('traces/link-to-run', { trace_ids: [sentTraceId(1)], run_id: runId });
  expect((await app.ask('GET', `${path}/grid`)).body.inputs).toEqual([`${'['.repeat(159)}…`]);
  expect((await app.ask('GET', `${path}/rows/${traceOf(1)}`)).status).toBe(404);
  const trace = await app.ask('GET', `/api/3.0/mlflow/traces/get?trace_id=${sentTraceId(1)}`);
  expect(trace.status).toBe(200);
});

test('what no database can keep of a text is replaced, so that a row sent again is the same row', async () => {
  const { app, path } = await started();
  const row = newRow(0, { key: 'a\ud800', scores: [newScore({ rationale: 'a\0b' })] });
  for (let time = 0; time < 2; time++) expect((await post(app, `${path}/rows`, { rows: [row] })).status).toBe(204);
  const { body } = await app.ask('GET', `${path}/rows/${row.traceId}`);
  expect(body).toMatchObject({ key: 'a\ufffd', scores: [{ rationale: 'a\ufffdb' }] });
});

test('there is nothing of a run that is not there, nor of a trace that is no row', async () => {
  const { app, path } = await started();
  expect((await app.ask('GET', '/api/v1/evaluations/none/grid')).status).toBe(404);
  expect((await post(app, '/api/v1/evaluations/none/rows', { rows: [newRow(0)] })).status).toBe(404);
  expect((await app.ask('GET', `${path}/rows/${traceOf(7)}`)).status).toBe(404);
});
