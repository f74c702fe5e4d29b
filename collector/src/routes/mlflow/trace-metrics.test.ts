import { expect, test } from 'vitest';
import { type MlflowApp, mlflowApp } from './mlflow-app.test.support.ts';
import { sendSpans, sentTraceId } from './traces/send-spans.test.support.ts';

async function measuredApp(): Promise<MlflowApp> {
  const app = await mlflowApp();
  const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 10 };
  await sendSpans(app, [
    { trace: 1, name: 'ask', durationMs: 100, attributes: { 'session.id': 's' } },
    { trace: 1, span: 2, parent: 1, name: 'chat', durationMs: 40, attributes: call },
    { trace: 2, name: 'ask', startMs: 60_000, durationMs: 300, status: 2, attributes: { 'session.id': 's' } },
    { trace: 3, name: 'sum', startMs: 61_000, durationMs: 500 },
  ]);
  return app;
}

async function ask(app: MlflowApp, question: object) {
  const { status, body } = await app.ask('POST', '/api/3.0/mlflow/traces/metrics', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ experiment_ids: ['0'], ...question }),
  });
  return status === 200 ? body.data_points : body;
}

const COUNT = { aggregation_type: 'COUNT' };

test('traces are counted by name and state', async () => {
  const app = await measuredApp();
  const question = { view_type: 'TRACES', metric_name: 'trace_count', aggregations: [COUNT] };
  expect(await ask(app, question)).toEqual([{ metric_name: 'trace_count', dimensions: {}, values: { COUNT: 3 } }]);
  expect(await ask(app, { ...question, dimensions: ['trace_name', 'trace_status'] })).toMatchObject([
    { dimensions: { trace_name: 'ask', trace_status: 'ERROR' }, values: { COUNT: 1 } },
    { dimensions: { trace_name: 'ask', trace_status: 'OK' }, values: { COUNT: 1 } },
    { dimensions: { trace_name: 'sum', trace_status: 'OK' }, values: { COUNT: 1 } },
  ]);
  expect(await ask(app, { ...question, metric_name: 'session_count' })).toMatchObject([{ values: { COUNT: 1 } }]);
  expect(await ask(app, { ...question, filters: ["trace.status = 'ERROR'"] })).toMatchObject([
    { values: { COUNT: 1 } },
  ]);
});

test('sessions that a client has given its traces count like those of spans', async () => {
  const app = await measuredApp();
  const info = {
    trace_id: sentTraceId(3),
    trace_location: { mlflow_experiment: { experiment_id: '0' } },
    request_time: '2026-01-01T00:00:00Z',
    state: 'OK',
    trace_metadata: { 'mlflow.trace.session': 'said' },
  };
  await app.ask('POST', '/api/3.0/mlflow/traces', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trace: { trace_info: info } }),
  });
  const question = { view_type: 'TRACES', metric_name: 'session_count', aggregations: [COUNT] };
  expect(await ask(app, question)).toMatchObject([{ values: { COUNT: 2 } }]);
});

test('latency has an average, extremes and percentiles', async () => {
  const aggregations = [
    { aggregation_type: 'AVG' },
    { aggregation_type: 'MIN' },
    { aggregation_type: 'MAX' },
    { aggregation_type: 'PERCENTILE', percentile_value: 50 },
    { aggregation_type: 'PERCENTILE', percentile_value: 75.5 },
  ];
  const [point] = await ask(await measuredApp(), { view_type: 'TRACES', metric_name: 'latency', aggregations });
  expect(point.values).toEqual({ AVG: 300, MIN: 100, MAX: 500, 'P50.0': 300, 'P75.5': 402 });
});

test('figures are put into buckets of time', async () => {
  const question = { view_type: 'TRACES', metric_name: 'trace_count', aggregations: [COUNT] };
  const times = { time_interval_seconds: 60, start_time_ms: 1_767_225_600_000, end_time_ms: 1_767_225_660_999 };
  expect(await ask(await measuredApp(), { ...question, ...times })).toMatchObject([
    { dimensions: { time_bucket: '2026-01-01T00:00:00+00:00' }, values: { COUNT: 1 } },
    { dimensions: { time_bucket: '2026-01-01T00:01:00+00:00' }, values: { COUNT: 1 } },
  ]);
});

test('tokens are summed up over the traces that have any', async () => {
  const aggregations = [COUNT, { aggregation_type: 'SUM' }];
  const question = { view_type: 'TRACES', metric_name: 'input_tokens', aggregations, dimensions: ['trace_name'] };
  expect(await ask(await measuredApp(), question)).toMatchObject([
    { values: { COUNT: 2, SUM: 10 } },
    { values: { COUNT: 1 } },
  ]);
});

test('tokens of caches are summed up over the calls of each trace', async () => {
  const app = await mlflowApp();
  const cached = (read: number, written: number) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.cache_read.input_tokens': read,
    'gen_ai.usage.cache_creation.input_tokens': written,
  });
  await sendSpans(app, [
    { trace: 1, name: 'ask' },
    { trace: 1, span: 2, parent: 1, attributes: cached(30, 1) },
    { trace: 1, span: 3, parent: 1, attributes: cached(12, 2) },
    { trace: 2, name: 'none' },
  ]);
  const question = { view_type: 'TRACES', aggregations: [{ aggregation_type: 'SUM' }], dimensions: ['trace_name'] };
  for (const [metric_name, SUM] of [
    ['cache_read_input_tokens', 42],
    ['cache_creation_input_tokens', 3],
  ] as const) {
    expect(await ask(app, { ...question, metric_name })).toEqual([
      { metric_name, dimensions: { trace_name: 'ask' }, values: { SUM } },
    ]);
  }
});

test('costs of spans are split into those of what went in and what came out', async () => {
  const app = await mlflowApp();
  const call = (model: string) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    'gen_ai.usage.input_tokens': 1_000,
    'gen_ai.usage.output_tokens': 100,
  });
  await sendSpans(app, [
    { trace: 1, attributes: call('gpt-4.1-mini') },
    { trace: 2, attributes: call('gpt-4.1-mini') },
    { trace: 3, attributes: call('unknown-model') },
  ]);
  const question = { view_type: 'SPANS', aggregations: [{ aggregation_type: 'SUM' }] };
  const sum = async (metric_name: string) => (await ask(app, { ...question, metric_name }))[0].values.SUM;
  // USD per million tokens: 0.40 in, 1.60 out.
  expect(await sum('input_cost')).toBeCloseTo(0.000_8, 9);
  expect(await sum('output_cost')).toBeCloseTo(0.000_32, 9);
  expect(await sum('total_cost')).toBeCloseTo(0.001_12, 9);
});

test('spans are measured by type and model', async () => {
  const app = await measuredApp();
  const question = { view_type: 'SPANS', metric_name: 'span_count', aggregations: [COUNT] };
  expect(await ask(app, { ...question, dimensions: ['span_model_name'] })).toMatchObject([
    { dimensions: { span_model_name: 'm' }, values: { COUNT: 1 } },
  ]);
  expect(await ask(app, { ...question, filters: ["span.name = 'ask'", "trace.status = 'OK'"] })).toMatchObject([
    { values: { COUNT: 1 } },
  ]);
  expect(
    await ask(app, { ...question, dimensions: ['span_type'], time_interval_seconds: 60, end_time_ms: 2e12 }),
  ).toEqual([
    {
      metric_name: 'span_count',
      dimensions: { time_bucket: '2026-01-01T00:00:00+00:00', span_type: 'CHAT_MODEL' },
      values: { COUNT: 1 },
    },
    {
      metric_name: 'span_count',
      dimensions: { time_bucket: '2026-01-01T00:00:00+00:00', span_type: 'UNKNOWN' },
      values: { COUNT: 1 },
    },
    {
      metric_name: 'span_count',
      dimensions: { time_bucket: '2026-01-01T00:01:00+00:00', span_type: 'UNKNOWN' },
      values: { COUNT: 2 },
    },
  ]);
  const latency = { ...question, metric_name: 'latency', aggregations: [{ aggregation_type: 'MAX' }] };
  expect(await ask(app, { ...latency, filters: ["span.type = 'CHAT_MODEL'"] })).toMatchObject([
    { values: { MAX: 40 } },
  ]);
});

test('judgements are counted and averaged by name', async () => {
  const app = await measuredApp();
  for (const [trace, name, value] of [
    [1, 'good', true],
    [2, 'good', false],
    [3, 'why', 'text'],
  ] as const) {
    await app.ask('POST', `/api/3.0/mlflow/traces/${sentTraceId(trace)}/assessments`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ assessment: { assessment_name: name, feedback: { value } } }),
    });
  }
  const question = { view_type: 'ASSESSMENTS', metric_name: 'assessment_value', dimensions: ['assessment_name'] };
  expect(await ask(app, { ...question, aggregations: [{ aggregation_type: 'AVG' }] })).toMatchObject([
    { dimensions: { assessment_name: 'good' }, values: { AVG: 0.5 } },
  ]);
  const counts = {
    ...question,
    metric_name: 'assessment_count',
    aggregations: [COUNT],
    filters: ["assessment.name = 'why'"],
  };
  expect(await ask(app, counts)).toMatchObject([{ dimensions: { assessment_name: 'why' }, values: { COUNT: 1 } }]);
});

test('metrics and dimensions that there are not are refused', async () => {
  const app = await mlflowApp();
  const question = { view_type: 'TRACES', metric_name: 'bogus', aggregations: [COUNT] };
  expect((await ask(app, question)).error_code).toBe('INVALID_PARAMETER_VALUE');
  const dimension = { ...question, metric_name: 'latency', dimensions: ['span_name'] };
  expect((await ask(app, dimension)).error_code).toBe('INVALID_PARAMETER_VALUE');
  expect((await ask(app, { ...question, view_type: 'X' })).error_code).toBe('INVALID_PARAMETER_VALUE');
});
