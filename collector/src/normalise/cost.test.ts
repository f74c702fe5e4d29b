import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
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

function cost(values: Record<string, string | number | readonly string[]>, pricer = LIST): StepCost {
  const span = stepWith(values);
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
])('a cost from a foreign sender of %s is taken for the provider’s', (_name, values) => {
  expect(cost(values, OVERRIDE)).toMatchObject({ totalNanoUsd: 250_000_000, source: 'provider' });
});

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

test('a call without usage has no cost', () => {
  const { 'gen_ai.usage.input_tokens': _in, 'gen_ai.usage.output_tokens': _out, ...values } = CALL;

  expect(cost(values)).toMatchObject({ totalNanoUsd: -1, isPartial: false, source: '' });
});

test.each([-1, 1e12, 'NaN'])('an amount of %s USD is nobody’s cost', (amount) => {
  const values = { ...CALL, 'gen_ai.usage.cost': amount, 'tracewright.cost.source': 'provider' };

  expect(cost(values).source).toMatch(/^pricelist@/);
});
