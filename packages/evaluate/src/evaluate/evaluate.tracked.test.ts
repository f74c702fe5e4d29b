import { trace } from '@opentelemetry/api';
import { autolog } from '@tracewright/autolog';
import type { EvaluationGrid, TraceSkeleton } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { codeScorer } from '../testing/code-scorer.test.support.ts';
import { runningCollector } from '../testing/running-collector.test.support.ts';
import { evaluate } from './evaluate.ts';

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
  expect(skeleton.name.map((at) => skeleton.names[at])).toEqual(['answer', 'chat', 'execute_tool map', 'find']);
  expect(skeleton.parent).toEqual([-1, 0, 0, 0]);
  // The run's totals are there when it ends.
  expect((await client.runs.get(result.runId ?? '')).metrics).toMatchObject({ total_cost_usd: 0.003, llm_calls: 1 });
});
