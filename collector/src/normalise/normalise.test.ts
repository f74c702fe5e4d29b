import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import { attributes, START_NS } from '../otlp/testing/sample-request.ts';
import type { SpanRecord } from '../storage/spans/span-record.ts';
import { normalise } from './normalise.ts';
import { costColumns } from './reprice.ts';
import { stepWith } from './testing/step.ts';

const ORIGIN = { service: 'shop', runId: '' };
const PRICER = createPricer();

function recordOf(span: OtlpSpan): SpanRecord {
  const { record, refusal } = normalise(span, ORIGIN, PRICER);
  if (record === undefined) throw new Error(refusal);
  return record;
}

/** The same streamed call of gpt-4o, first chunk after 40 ms, in each dialect. */
const SAME_CALL: readonly (readonly [string, OtlpSpan])[] = [
  [
    'our own',
    stepWith({
      'tracewright.span.kind': 'llm',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.time_to_first_chunk': 0.04,
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 100,
      'gen_ai.usage.cache_read.input_tokens': 200,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"How long is the Nile?"}]}]',
      'session.id': 's-1',
      'user.id': 'u-1',
    }),
  ],
  [
    'the GenAI conventions of v1.36',
    stepWith({
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.time_to_first_chunk': 0.04,
      'gen_ai.usage.prompt_tokens': 1000,
      'gen_ai.usage.completion_tokens': 100,
      'gen_ai.usage.cache_read_input_tokens': 200,
      'gen_ai.usage.reasoning_tokens': 0,
      'gen_ai.prompt': '[{"role":"user","content":"How long is the Nile?"}]',
      'gen_ai.conversation.id': 's-1',
      'user.id': 'u-1',
    }),
  ],
  [
    'OpenInference',
    stepWith(
      {
        'openinference.span.kind': 'LLM',
        'llm.provider': 'openai',
        'llm.model_name': 'gpt-4o-2024-08-06',
        'llm.token_count.prompt': 1000,
        'llm.token_count.completion': 100,
        'llm.token_count.prompt_details.cache_read': 200,
        'llm.token_count.completion_details.reasoning': 0,
        'llm.input_messages.0.message.role': 'user',
        'llm.input_messages.0.message.content': 'How long is the Nile?',
        'input.value': '{"messages":[]}',
        'input.mime_type': 'application/json',
        'session.id': 's-1',
        'user.id': 'u-1',
      },
      { events: [{ name: 'First Token Stream Event', timeUnixNano: String(START_NS + 40_000_000n) }] },
    ),
  ],
];

test.each(SAME_CALL)('a chat call in the dialect %s fills the same columns', (_name, span) => {
  expect(recordOf(span)).toMatchObject({
    kind: 'llm',
    otelKind: 3,
    service: 'shop',
    provider: 'openai',
    model: 'gpt-4o-2024-08-06',
    ttftUs: 40_000,
    inputTokens: 1000,
    outputTokens: 100,
    cacheReadTokens: 200,
    cacheWriteTokens: -1,
    reasoningTokens: 0,
    isStreamInput: false,
    isUsageEstimated: false,
    // 800 × 2.50 + 200 × 1.25 + 100 × 10 USD per million.
    costNanoUsd: 3_250_000,
    isCostPartial: false,
    costSource: expect.stringMatching(/^pricelist@/),
    sessionId: 's-1',
    userId: 'u-1',
    preview: 'How long is the Nile?',
  });
});

test.each([
  [{ 'tracewright.span.kind': 'parser', 'gen_ai.operation.name': 'chat' }, 'parser'],
  [{ 'tracewright.span.kind': 'nonsense', 'gen_ai.operation.name': 'chat' }, 'llm'],
  [{ 'gen_ai.operation.name': 'embeddings' }, 'embedding'],
  [{ 'gen_ai.operation.name': 'retrieval' }, 'retriever'],
  [{ 'gen_ai.operation.name': 'execute_tool' }, 'tool'],
  [{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'gpt-4o' }, 'agent'],
  [{ 'gen_ai.operation.name': 'invoke_workflow' }, 'chain'],
  [{ 'gen_ai.operation.name': 'constructor' }, 'task'],
  [{ 'gen_ai.request.model': 'gpt-4o' }, 'llm'],
  [{ 'gen_ai.tool.name': 'add' }, 'tool'],
  [{ 'openinference.span.kind': 'RERANKER' }, 'reranker'],
  [{ 'openinference.span.kind': 'GUARDRAIL' }, 'guardrail'],
  [{ 'openinference.span.kind': 'UNKNOWN' }, 'task'],
  [{ 'openinference.span.kind': 'CHAIN', 'gen_ai.request.model': 'gpt-4o' }, 'chain'],
  [{ 'http.request.method': 'GET' }, 'task'],
])('a span with %j is of the kind %s', (values, kind) => {
  expect(recordOf(stepWith(values as Record<string, string>)).kind).toBe(kind);
});

test('a pending span ends where it starts, and names its fallback parent', () => {
  const values = { 'tracewright.span.pending': true, 'tracewright.parent_span_id': 'AAAAAAAAAAAAAAAA' };

  const record = recordOf(stepWith(values, { endTimeUnixNano: '0' }));

  expect(record).toMatchObject({ isPending: true, endNs: START_NS, fallbackParentSpanId: 'aaaaaaaaaaaaaaaa' });
});

test('a step that took its input as a stream says so', () => {
  expect(recordOf(stepWith({ 'tracewright.stream.input': true })).isStreamInput).toBe(true);
  expect(recordOf(stepWith({})).isStreamInput).toBe(false);
});

test('what was not sent is not there: texts are empty and numbers are -1', () => {
  expect(recordOf(stepWith({}))).toMatchObject({
    kind: 'task',
    provider: '',
    model: '',
    ttftUs: -1,
    inputTokens: -1,
    outputTokens: -1,
    costNanoUsd: -1,
    isCostPartial: false,
    costSource: '',
    sessionId: '',
    preview: '',
    fallbackParentSpanId: '',
    isPending: false,
  });
});

test.each([
  ['a negative count', -5],
  ['a count with a fraction', 1.5],
  ['a count beyond exact integers', '9007199254740993'],
  ['a count that is a word', 'many'],
])('%s of tokens was not reported', (_name, count) => {
  expect(recordOf(stepWith({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': count })).inputTokens).toBe(
    -1,
  );
});

test("a span's own run goes before the request's", () => {
  const origin = { service: '', runId: 'from-request' };

  expect(normalise(stepWith({ 'tracewright.run_id': 'own' }), origin, PRICER).record?.runId).toBe('own');
  expect(normalise(stepWith({}), origin, PRICER).record?.runId).toBe('from-request');
});

test.each([
  ['eight zero bytes', '0000000000000000'],
  ['nothing', ''],
  ['the span itself', 'eee19b7ec3c1b174'],
])('a span whose parent is %s is a root', (_name, parentSpanId) => {
  expect(recordOf(stepWith({}, { parentSpanId })).parentSpanId).toBe('');
});

test('a clock set back by less than an hour costs the span its length, not its place', () => {
  const record = recordOf(stepWith({}, { endTimeUnixNano: String(START_NS - 3_599_000_000_000n) }));

  expect(record.endNs).toBe(START_NS);
});

test.each([
  ['nothing known', {}],
  ['the GenAI conventions', { 'gen_ai.operation.name': 'chat' }],
  ['OpenInference', { 'openinference.span.kind': 'LLM' }],
])('a span without an end, after %s, has not ended yet', (_name, values) => {
  expect(recordOf(stepWith(values, { endTimeUnixNano: '0' }))).toMatchObject({
    isPending: true,
    endNs: START_NS,
    isCostPartial: false,
  });
});

test('texts are cut for the columns, and whole in the payload', () => {
  const long = 'x'.repeat(5_000);
  const values = { 'gen_ai.request.model': long, 'session.id': long, 'user.id': long, 'gen_ai.provider.name': long };
  const record = recordOf(stepWith(values, { name: long }));

  expect(record.name).toHaveLength(1_024);
  for (const text of [record.model, record.sessionId, record.userId, record.provider]) expect(text).toHaveLength(256);
  const payload = decodeSpan(record.payload);
  expect([payload.name, payload.attributes.get('gen_ai.request.model')]).toEqual([long, long]);
});

test.each([
  ['no start time', { startTimeUnixNano: '0' }],
  ['ends more than an hour before it starts', { endTimeUnixNano: String(START_NS - 3_601_000_000_000n) }],
  ['time is after the year 2262', { endTimeUnixNano: '18446744073709551615' }],
  ['parent span id is not 8 bytes', { parentSpanId: 'abcd' }],
])('a span is refused: %s', (refusal, given) => {
  expect(normalise(stepWith({}, given), ORIGIN, PRICER)).toEqual({ refusal });
});

test('a span of more than 16 MiB is refused, and the rest of its request is not', () => {
  const span = { ...stepWith({}), payload: new Uint8Array(16 * 1024 * 1024 + 1) };

  expect(normalise(span, ORIGIN, PRICER)).toEqual({ refusal: 'larger than 16 MiB' });
  expect(recordOf({ ...span, payload: new Uint8Array(16 * 1024 * 1024) }).name).toBe('chat gpt-4o');
});

test('kinds and status codes that OTLP does not know are taken for unspecified', () => {
  const record = recordOf(stepWith({}, { kind: 77, status: { code: 9 }, attributes: attributes({}) }));

  expect(record).toMatchObject({ otelKind: 0, statusCode: 0 });
});

test('a call a nanosecond before a price begins to hold is not priced by it, as it is not when prices are computed anew', () => {
  const from = '2026-01-01T00:00:00Z';
  const pricer = createPricer([{ model: 'mine', from, inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 }]);
  const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'mine', 'gen_ai.usage.input_tokens': 7 };
  const costAt = (startNs: bigint): readonly number[] => {
    const span = { ...stepWith(call), startNs, endNs: startNs };
    const { record } = normalise(span, ORIGIN, pricer);
    return [record!.costNanoUsd, costColumns(record!, pricer).costNanoUsd];
  };
  const fromNs = BigInt(Date.parse(from)) * 1_000_000n;
  expect(costAt(fromNs - 1n)).toEqual([-1, -1]);
  expect(costAt(fromNs)).toEqual([7_000, 7_000]);
});
