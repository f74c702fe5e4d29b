import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { attributes } from '../otlp/testing/sample-request.ts';
import { costOf, type StepCost } from './cost.ts';
import { dialectOf } from './dialect-of.ts';
import { stepWith } from './testing/step.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const LIST = createPricer();
const OVERRIDE = createPricer([{ model: 'gpt-4o', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }]);

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
};

const TOKENS = { 'llm.token_count.prompt': 1000, 'llm.token_count.completion': 100 };

function cost(
  values: Record<string, string | number | boolean | readonly string[]>,
  pricer = LIST,
  given = {},
): StepCost {
  const span = stepWith(values, given);
  return costOf(dialectOf(span.attributes).facts(span), pricer, AT_MS);
}

test('a cost that the provider reported stands, whatever else is known', () => {
  const values = {
    ...CALL,
    'gen_ai.usage.cost': 0.5,
    'tracewright.cost.input': 0.5,
    'tracewright.cost.source': 'provider',
  };

  expect(cost(values, OVERRIDE)).toMatchObject({
    totalNanoUsd: 500_000_000,
    partsNanoUsd: { input: 500_000_000 },
    source: 'provider',
  });
});

test.each([
  ['the GenAI conventions', { ...CALL, 'gen_ai.usage.cost': 0.25 }],
  ['OpenInference', { 'openinference.span.kind': 'LLM', 'llm.model_name': 'gpt-4o', 'llm.cost.total': 0.25 }],
])(
  'a cost from a foreign sender of %s is its own claim: it stands only where nobody else has a figure',
  (_name, values) => {
    const unknown = { ...values, 'gen_ai.request.model': 'nobody-knows', 'llm.model_name': 'nobody-knows' };

    expect(cost(unknown)).toMatchObject({ totalNanoUsd: 250_000_000, isPartial: false, source: 'sender' });
    expect(cost({ ...values, ...TOKENS }).source).toMatch(/^pricelist@/);
    expect(cost({ ...values, ...TOKENS }, OVERRIDE).source).toBe('override');
    expect(cost({ ...values, ...TOKENS, 'gen_ai.provider.name': 'ollama', 'llm.provider': 'ollama' }).source).toBe(
      'local',
    );
  },
);

test("the collector's override goes before the app's", () => {
  const values = { ...CALL, 'gen_ai.usage.cost': 0.5, 'tracewright.cost.source': 'override' };

  expect(cost(values, OVERRIDE)).toMatchObject({ totalNanoUsd: 1_200_000, source: 'override' });
});

test("the app's override goes before the price list", () => {
  const values = { ...CALL, 'gen_ai.usage.cost': 0.5, 'tracewright.cost.source': 'override' };

  expect(cost(values)).toMatchObject({ totalNanoUsd: 500_000_000, source: 'override' });
});

test('what the app computed from its price list is computed again', () => {
  const values = { ...CALL, 'gen_ai.usage.cost': 99, 'tracewright.cost.source': 'pricelist@2020-01-01' };

  expect(cost(values)).toMatchObject({ totalNanoUsd: 3_500_000, source: expect.stringMatching(/^pricelist@(?!2020)/) });
});

test('an unknown model is unpriced, not free', () => {
  expect(cost({ ...CALL, 'gen_ai.request.model': 'nobody-knows-this-one' })).toMatchObject({
    totalNanoUsd: -1,
    isPartial: true,
    unpriced: ['input', 'output'],
    source: '',
  });
});

test('a provider that is local by nature costs nothing', () => {
  expect(cost({ ...CALL, 'gen_ai.provider.name': 'ollama' })).toMatchObject({ totalNanoUsd: 0, source: 'local' });
});

test('a step that does not stand for a call has no cost, even where it repeats the sum of those below', () => {
  const values = { ...CALL, 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.cost': 0.5 };

  expect(cost(values)).toMatchObject({ totalNanoUsd: -1, isPartial: false, source: '' });
});

const { 'gen_ai.usage.input_tokens': _in, 'gen_ai.usage.output_tokens': _out, ...SILENT } = CALL;
const FAILED = { status: { code: 2 } };

test.each([
  ['an answer', SILENT, {}],
  ['half an answer', { ...SILENT, 'gen_ai.response.time_to_first_chunk': 0.2 }, FAILED],
  ['an answer, after OpenInference', { 'openinference.span.kind': 'LLM', 'output.value': 'yes' }, FAILED],
])('a call that got %s without usage is unpriced, not free', (_what, values, given) => {
  expect(cost(values, LIST, given)).toEqual({
    totalNanoUsd: -1,
    partsNanoUsd: {},
    unpriced: ['input', 'output'],
    isPartial: true,
    source: '',
  });
});

test.each([
  ['that failed', SILENT, FAILED],
  ['that failed, after OpenInference', { 'openinference.span.kind': 'LLM' }, FAILED],
  ['that still runs', { ...SILENT, 'tracewright.span.pending': true }, {}],
  ['to a local provider', { ...SILENT, 'gen_ai.provider.name': 'ollama' }, {}],
  ['that was only accepted', { ...SILENT, 'gen_ai.response.id': 'resp_1' }, {}],
  [
    'that fetches another’s answer',
    { ...SILENT, 'gen_ai.operation.name': 'fetch_response', 'tracewright.span.kind': 'llm' },
    {},
  ],
])('a call %s has no cost where it reports no usage', (_what, values, given) => {
  expect(cost(values, LIST, given)).toMatchObject({ totalNanoUsd: -1, isPartial: false, source: '' });
});

test('a call that reports one of its two counts is priced in part', () => {
  const { 'gen_ai.usage.output_tokens': _, ...values } = CALL;

  expect(cost(values)).toMatchObject({ totalNanoUsd: 2_500_000, isPartial: true, unpriced: ['output'] });
});

test('counts that came as doubles count if they are whole', () => {
  const double = (key: string, value: number) => ({ key, value: { doubleValue: value } });
  const [input, output] = ['gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens'];
  const given = (tokens: number) => ({
    attributes: [...attributes(SILENT), double(input!, 1000), double(output!, tokens)],
  });

  expect(cost({}, LIST, given(100))).toMatchObject({ totalNanoUsd: 3_500_000, isPartial: false });
  expect(cost({}, LIST, given(99.5))).toMatchObject({ totalNanoUsd: 2_500_000, unpriced: ['output'] });
});

test.each([
  ['more', 0.4],
  ['less', 0.05],
  ['nonsense', -1],
])('parts that come to %s than the reported total are left out', (_what, input) => {
  const values = { ...CALL, 'gen_ai.usage.cost': 0.3, 'tracewright.cost.source': 'provider' };
  const parts = { 'tracewright.cost.input': input, 'tracewright.cost.output': 0.2 };

  expect(cost({ ...values, ...parts })).toMatchObject({ totalNanoUsd: 300_000_000, partsNanoUsd: {} });
  expect(cost({ ...values, ...parts, 'tracewright.cost.input': 0.1 })).toMatchObject({
    partsNanoUsd: { input: 100_000_000, output: 200_000_000 },
  });
});

test.each([-1, 1e12, 'NaN'])('an amount of %s USD is nobody’s cost', (amount) => {
  const values = { ...CALL, 'gen_ai.usage.cost': amount, 'tracewright.cost.source': 'provider' };

  expect(cost(values).source).toMatch(/^pricelist@/);
});

test('a transcription is priced by its length, and speech that tells nothing of its usage is no complete cost', () => {
  const call = { 'gen_ai.operation.name': 'generate_content', 'gen_ai.provider.name': 'openai' };

  expect(cost({ ...call, 'gen_ai.request.model': 'whisper-1', 'tracewright.usage.audio_seconds': 36 })).toMatchObject({
    totalNanoUsd: 3_600_000,
    partsNanoUsd: { audio_input: 3_600_000 },
    isPartial: false,
  });
  expect(cost({ ...call, 'gen_ai.request.model': 'tts-1' })).toMatchObject({ totalNanoUsd: -1, isPartial: true });
});
