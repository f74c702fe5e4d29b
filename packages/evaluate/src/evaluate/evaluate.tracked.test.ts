import { trace } from '@opentelemetry/api';
import { autolog } from '@tracewright/autolog';
import type { EvaluationGrid, TraceSkeleton } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { codeScorer } from '../testing/code-scorer.test.support.ts';
import { runningCollector } from '../testing/running-collector.test.support.ts';
import { evaluate } from './evaluate.ts';
import { modelTask } from './model-task.ts';

const server = runningCollector();

const isExpected = codeScorer('exact', ({ outputs, expectations }) => ({
  value: outputs === expectations.answer,
  rationale: 'compared',
}));

function get<Answer>(path: string): Promise<Answer> {
  return server.client.connection.ask<Answer>({ method: 'GET', path });
}

test('an evaluation is a run, its rows are traces, and its scores stand on them', async () => {
  const { client } = server;
  const result = await evaluate({
    client,
    name: 'cities',
    experiment: 'evaluations',
    data: { name: 'capitals', rows: [{ inputs: 'France', expectations: { answer: 'Paris' } }, { inputs: 'Italy' }] },
    task: (country: string) => (country === 'France' ? 'Paris' : 'Rome'),
    scorers: [isExpected],
  });

  const run = await client.runs.get(result.runId ?? '');
  expect(run).toMatchObject({
    ...{ name: 'cities', status: 'FINISHED', tags: { 'mlflow.runType': 'genai_evaluate' } },
    params: { scorers: '["exact"]', trials: '1', concurrency: '8', task: 'task' },
    metrics: { 'exact/mean': 0.5, 'exact/pass_rate': 0.5, score: 0.5, rows: 2 },
    datasets: [{ name: 'capitals', tags: { 'mlflow.data.context': 'evaluation' } }],
  });
  const grid = await get<EvaluationGrid>(`/api/v1/evaluations/${run.id}/grid`);
  expect(grid).toMatchObject({
    ...{ inputs: ['France', 'Italy'], outputs: ['Paris', 'Rome'], expectations: ['Paris', ''] },
    scores: [{ name: 'exact', values: [true, false], passed: [true, false], errors: [null, null] }],
  });
  expect(result.grid()).toEqual({ ...grid, durationsMs: expect.anything() });
  // Nobody traces here: the rows' spans are sent all the same.
  const skeleton = await get<TraceSkeleton>(`/api/v1/traces/${grid.traceIds[0]}/skeleton`);
  expect(skeleton.names).toEqual(['task']);
  expect(await client.loadTable(run.id, 'evaluation/results.json')).toMatchObject([
    { inputs: 'France', outputs: 'Paris', 'exact/value': true, 'exact/rationale': 'compared' },
    { inputs: 'Italy', 'exact/passed': false },
  ]);
  const files = await client.artifactsOf(run.id);
  const csv = await files.get('evaluation/results.csv').text();
  expect(csv.split('\r\n')[0]).toMatch(/^key,trial,trace_id,inputs,outputs/);
  expect(await files.get('evaluation/scorers.json').json()).toMatchObject([{ name: 'exact', direction: 'higher' }]);
});

test('what a task traces stands below its row, and its tokens and costs count beside quality', async () => {
  const { client, url } = server;
  const prices = [{ model: 'demo-*', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 }];
  const tracing = autolog({ endpoint: url, openai: false, langchain: false, prices });
  onTestFinished(() => tracing.shutdown());
  const seen: unknown[] = [];
  const cheap = codeScorer('cheap', ({ trace: facts }) => {
    seen.push(facts.toolCalls, facts.documents);
    return { value: (facts.costUsd ?? Number.NaN) < 0.004 };
  });
  const result = await evaluate({
    client,
    data: [{ inputs: 'Which city?' }],
    task: function answer(question: string) {
      const tracer = trace.getTracer('app');
      const attributes = {
        'tracewright.span.kind': 'llm',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'demo-small',
        'gen_ai.usage.input_tokens': 1_000,
        'gen_ai.usage.output_tokens': 100,
      };
      tracer.startSpan('chat', { attributes }).end();
      const tool = {
        'tracewright.span.kind': 'tool',
        'gen_ai.tool.name': 'map',
        'gen_ai.tool.call.arguments': '{"at":1}',
      };
      tracer.startSpan('execute_tool map', { attributes: tool }).end();
      const found = {
        'tracewright.span.kind': 'retriever',
        'gen_ai.retrieval.documents': '[{"id":"d1","content":"Paris"}]',
      };
      tracer.startSpan('find', { attributes: found }).end();
      return `${question} Paris.`;
    },
    scorers: [cheap],
  });

  expect(result.rows).toMatchObject([{ costUsd: 0.003, inputTokens: 1_000, outputTokens: 100 }]);
  expect(seen).toEqual([[{ name: 'map', arguments: { at: 1 } }], [{ id: 'd1', content: 'Paris' }]]);
  const skeleton = await get<TraceSkeleton>(`/api/v1/traces/${result.rows[0]?.traceId}/skeleton`);
  // They may begin in the same microsecond, and stand in any order then.
  const parents = skeleton.parent.map((parent, at) => [
    skeleton.names[skeleton.name[at] ?? -1],
    skeleton.names[skeleton.name[parent] ?? -1],
  ]);
  expect(Object.fromEntries(parents)).toEqual({
    ...{ answer: undefined, chat: 'answer' },
    ...{ 'execute_tool map': 'answer', find: 'answer' },
  });
  // The run's totals are there when it ends.
  expect((await client.runs.get(result.runId ?? '')).metrics).toMatchObject({ total_cost_usd: 0.003, llm_calls: 1 });
});

test('an evaluation that was ended is KILLED, and goes on where it was: only what failed or is missing is run again', async () => {
  const { client } = server;
  const ran: string[] = [];
  const ending = new AbortController();
  const options = {
    ...{ client, name: 'long', concurrency: 1, scorers: [isExpected] },
    data: ['a', 'fails once', 'c', 'd'].map((inputs) => ({ inputs, expectations: { answer: inputs } })),
  };
  const first = evaluate({
    ...options,
    signal: ending.signal,
    task: (inputs: string) => {
      ran.push(inputs);
      if (inputs === 'fails once') throw new Error('not now');
      if (inputs === 'd') ending.abort(new Error('enough'));
      return inputs;
    },
  });
  const failure = await first.catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'ABORTED', result: { rows: [{}, {}, {}] } });
  const { runId = '' } = failure as { readonly runId?: string };
  expect((await client.runs.get(runId)).status).toBe('KILLED');
  expect((await get<EvaluationGrid>(`/api/v1/evaluations/${runId}/grid`)).errors).toEqual([null, 'Error', null]);

  ran.length = 0;
  const task = (inputs: string): string => {
    ran.push(inputs);
    return inputs;
  };
  const again = () => evaluate({ ...options, resume: runId, task });
  const result = await again();
  expect(ran).toEqual(['fails once', 'd']);
  expect(result.rows.map(({ outputs, scores }) => [outputs, scores.exact?.value])).toEqual(
    ['a', 'fails once', 'c', 'd'].map((outputs) => [outputs, true]),
  );
  expect(await client.runs.get(runId)).toMatchObject({ status: 'FINISHED', metrics: { rows: 4, 'exact/mean': 1 } });
  // A table that is there is replaced, not added to.
  await again();
  expect(await client.loadTable(runId, 'evaluation/results.json')).toHaveLength(4);
});

test('what ran before is scored where it is, with what people expect of it', async () => {
  const { client } = server;
  const made = await evaluate({
    ...{ client, name: 'made before', scorers: [] },
    data: [{ inputs: { q: 'one' } }, { inputs: { q: 'two' } }],
    task: ({ q }: { readonly q: string }) => q.toUpperCase(),
  });
  const [{ traceId = '' } = {}] = made.rows;
  await client.connection.ask({
    method: 'POST',
    path: `/api/3.0/mlflow/traces/tr-${traceId}/assessments`,
    json: {
      assessment: {
        ...{ assessment_name: 'answer', expectation: { value: 'ONE' } },
        source: { source_type: 'HUMAN', source_id: 'ann' },
      },
    },
  });
  const result = await evaluate({ client, data: { traces: `run_id = '${made.runId}'` }, scorers: [isExpected] });
  expect(new Set(result.rows.map((row) => row.traceId))).toEqual(new Set(made.rows.map((row) => row.traceId)));
  const judged = result.rows.find((row) => row.traceId === traceId);
  expect(judged).toMatchObject({ inputs: { q: 'one' }, outputs: 'ONE', scores: { exact: { value: true } } });
  expect(judged?.key).toBe(made.rows[0]?.key);
  const grid = await get<EvaluationGrid>(`/api/v1/evaluations/${result.runId}/grid`);
  expect(new Set(grid.traceIds)).toEqual(new Set(made.rows.map((row) => row.traceId)));
});

test('a dataset of the server is the input of the run, and the last evaluation of a name its baseline', async () => {
  const { client } = server;
  const name = 'cities';
  const first = await client.datasets.register({ name, records: [{ inputs: { at: 1 }, expectations: { answer: 1 } }] });
  await client.datasets.register({ name, records: [{ inputs: { at: 2 } }, { inputs: { at: 3 } }] });
  const options = {
    ...{ client, name: 'by dataset', data: { dataset: name, version: first.version }, scorers: [isExpected] },
    task: (inputs: unknown) => (inputs as { readonly at: number }).at,
  };
  const before = await evaluate(options);
  const result = await evaluate({ ...options, baseline: 'by dataset' });
  expect(result.baseline).toBe(before.runId);
  const run = await client.runs.get(result.runId ?? '');
  expect(run.tags['tracewright.evaluation.baseline']).toBe(before.runId);
  expect(run.datasets).toMatchObject([{ name, digest: first.digest }]);
  expect(result.rows).toMatchObject([{ outputs: 1, scores: { exact: { value: true } } }]);
  await expect(evaluate({ ...options, baseline: 'never' })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
});

test('a scorer that asks a model takes nothing of the row or of the run', async () => {
  const { client, url } = server;
  const tracing = autolog({ endpoint: url, openai: false, langchain: false });
  onTestFinished(() => tracing.shutdown());
  const attributes = {
    'tracewright.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 9,
  };
  const asking = codeScorer('asking', () => {
    const span = trace.getTracer('judge').startSpan('chat', { attributes });
    span.end();
    return { value: span.spanContext().traceId };
  });
  const result = await evaluate({ client, data: [{ inputs: 1 }], task: () => 2, scorers: [asking] });
  expect(result.rows[0]?.scores.asking?.value).not.toBe(result.rows[0]?.traceId);
  expect(result.rows[0]?.inputTokens).toBeNull();
  const { metrics } = await client.runs.get(result.runId ?? '');
  expect(metrics.llm_calls ?? 0).toBe(0);
});

test('an application of the registry is a task, unless it has code of its own', async () => {
  const { client } = server;
  await client.prompts.register({ name: 'capital', template: 'Capital of {{country}}?' });
  const app = { name: 'bot', prompt: 'prompts:/capital/1', model: { provider: 'openai', name: 'small' } };
  const parameters = { temperature: 0 };
  const { uri } = await client.apps.log({ ...app, parameters });
  const asked: unknown[] = [];
  const provider = {
    chat: {
      completions: {
        create: async (request: object) => {
          asked.push(request);
          return { choices: [{ message: { content: 'Paris' } }] };
        },
      },
    },
  };
  const task = await modelTask(uri, provider, client);
  const result = await evaluate({ track: false, data: [{ inputs: { country: 'France' } }], task, scorers: [] });
  expect(result).toMatchObject({ name: 'bot', rows: [{ outputs: 'Paris' }] });
  const messages = [{ role: 'user', content: 'Capital of France?' }];
  expect(asked).toEqual([{ model: 'small', temperature: 0, stream: false, messages }]);
  const { uri: withCode } = await client.apps.log({ ...app, module: 'export const prepare = (values) => values;' });
  await expect(modelTask(withCode, provider, client)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
});

test('rows that the server does not take are told of at the end, with all that was done', async () => {
  const { client } = server;
  const tooLong = codeScorer('wordy', () => ({ value: 1 }), { source: { kind: 'code', id: 'x'.repeat(100_000) } });
  const evaluation = evaluate({ client, data: [{ inputs: 1 }], task: () => 2, scorers: [tooLong] });
  await expect(evaluation).rejects.toMatchObject({ code: 'LOGGING_FAILED', result: { rows: [{ outputs: 2 }] } });
});

test('a row that the server does not take takes none along that was sent with it', async () => {
  const { client } = server;
  const data = [
    { id: 'one', inputs: 1 },
    { id: 'two', inputs: 2, tags: { '': 'no name' } },
    { id: 'three', inputs: 3 },
  ];
  const scorer = codeScorer('same', ({ inputs, outputs }) => ({ value: inputs === outputs }));

  const failure = await evaluate({ client, data, task: (inputs: number) => inputs, scorers: [scorer] }).catch(
    (error: unknown) => error,
  );

  expect(failure).toMatchObject({ code: 'LOGGING_FAILED', message: expect.stringContaining('tags') });
  const { runId } = failure as { readonly runId?: string };
  const grid = await get<EvaluationGrid>(`/api/v1/evaluations/${runId}/grid`);
  const scored = grid.keys.filter((_, row) => grid.scores[0]?.values[row] === true);
  expect(scored.toSorted()).toEqual(['one', 'three']);
});
