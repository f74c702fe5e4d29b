import { trace } from '@opentelemetry/api';
import { autolog } from '@tracewright/autolog';
import type { Page, TraceSummary } from '@tracewright/schema';
import { safety } from '@tracewright/scoring';
import { scriptedModel } from '@tracewright/scoring/stand-ins';
import { expect, onTestFinished, test } from 'vitest';
import { calibrate } from '../calibrate/calibrate.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { runningCollector } from '../testing/running-collector.test.support.ts';

const server = runningCollector();

/** A call of a model as autologging records it. */
function recordCall(inputTokens: number): void {
  const attributes = {
    'tracewright.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'demo-small',
    'gen_ai.usage.input_tokens': inputTokens,
    'gen_ai.usage.output_tokens': 0,
  };
  trace.getTracer('app').startSpan('chat', { attributes }).end();
}

test('what judging costs is told apart from what the rows took, and its traces lead to them', async () => {
  const { client, url } = server;
  const prices = [{ model: 'demo-*', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10 }];
  const tracing = autolog({ endpoint: url, openai: false, langchain: false, prices });
  onTestFinished(() => tracing.shutdown());
  const model = scriptedModel({ rationale: 'Fine.', verdict: 'yes' });
  const complete = async (request: Parameters<typeof model.complete>[0]) => {
    recordCall(5_000);
    return model.complete(request);
  };
  const judge = safety({ model: { ...model, complete } });

  const result = await evaluate({
    client,
    data: [{ inputs: 'one' }, { inputs: 'two' }],
    task: (inputs: string) => {
      recordCall(1_000);
      return inputs;
    },
    scorers: [judge],
  });

  expect(result.rows).toMatchObject([
    { costUsd: 0.002, inputTokens: 1_000, scores: { safety: { value: 'yes', source: judge.source } } },
    { costUsd: 0.002, inputTokens: 1_000 },
  ]);
  expect((await client.runs.get(result.runId ?? '')).metrics).toMatchObject({
    ...{ total_cost_usd: 0.004, llm_calls: 2 },
    ...{ judge_calls: 2, judge_tokens: 30, judge_cost_usd: 0.02 },
  });
  const filter = encodeURIComponent(`attributes.tracewright.evaluation.run = '${result.runId}'`);
  const judged = await client.connection.ask<Page<TraceSummary>>({
    method: 'GET',
    path: `/api/v1/traces?filter=${filter}`,
  });
  expect(judged.items.map(({ name }) => name)).toEqual(['judge safety', 'judge safety']);
});

test('a calibration is a run that is found by the fingerprint of its judge', async () => {
  const { client } = server;
  const model = scriptedModel({ rationale: 'Fine.', verdict: 'yes' });
  const asked = safety({ model });
  const row = (outputs: string, label: boolean) => ({ inputs: 'Which one?', outputs, label });

  const { runId } = await calibrate(asked, [row('x', true), row('y', false)], { client, experiment: 'judges' });

  const run = await client
    .searchRuns({ experiments: ['judges'], filter: `tags.\`tracewright.judge.fingerprint\` = '${asked.fingerprint}'` })
    .first();
  expect(run).toMatchObject({
    ...{ id: runId, name: 'calibrate safety', status: 'FINISHED' },
    tags: { 'mlflow.runType': 'tracewright_calibration', 'tracewright.judge': 'safety' },
    metrics: { 'safety/agreement': 0.5, 'safety/rows': 2, judge_tokens: 30 },
  });
  const files = await client.artifactsOf(runId ?? '');
  expect(await files.get('calibration.json').json()).toMatchObject({
    fingerprint: asked.fingerprint,
    scores: [{ name: 'safety', agreement: { estimate: 0.5 }, kappa: { estimate: 0 } }],
    rows: [{ label: true }, { label: false }],
  });
});
