import type { Attributes } from '@opentelemetry/api';
import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { costAttributes } from './cost-attributes.ts';

const PRICES = [
  { model: 'demo-*', inputUsdPerMillionTokens: 2, outputUsdPerMillionTokens: 10, cacheReadUsdPerMillionTokens: 0.5 },
];
const pricer = createPricer(PRICES);
const START_MS = Date.UTC(2026, 0, 1);

const costOf = (attributes: Attributes) => costAttributes({ attribute: (name) => attributes[name] }, START_MS, pricer);

const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'custom',
  'gen_ai.request.model': 'demo-small',
  'gen_ai.usage.input_tokens': 1_000,
  'gen_ai.usage.output_tokens': 100,
};

test('a call gets its total, its parts and where the prices come from', () => {
  expect(costOf({ ...CALL, 'gen_ai.usage.cache_read.input_tokens': 400 })).toEqual({
    'gen_ai.usage.cost': 0.0024,
    'tracewright.cost.input': 0.0012,
    'tracewright.cost.cache_read': 0.0002,
    'tracewright.cost.output': 0.001,
    'tracewright.cost.source': 'override',
  });
});

test('the model that answered decides, not the one that was asked for', () => {
  const cost = costOf({ ...CALL, 'gen_ai.request.model': 'unknown', 'gen_ai.response.model': 'demo-1' });
  expect(cost?.['gen_ai.usage.cost']).toBe(0.003);
});

test('a call whose price nobody knows is unpriced, not free', () => {
  const cost = costOf({ ...CALL, 'gen_ai.request.model': 'never-heard-of' });
  expect(cost).toMatchObject({ 'tracewright.cost.unpriced': ['input', 'output'] });
  expect(cost).not.toHaveProperty('gen_ai.usage.cost');
});

test('a figure that is there already stays, and nobody claims that the provider reported it', () => {
  expect(costOf({ ...CALL, 'gen_ai.usage.cost': 0.5 })).toBeUndefined();
});

test('a call that says nothing of its output is not priced as if there were none', () => {
  const { 'gen_ai.usage.output_tokens': _, ...inputOnly } = CALL;
  expect(costOf(inputOnly)?.['tracewright.cost.unpriced']).toEqual(['output']);
});

test('a transcription is priced by its length', () => {
  const call = {
    'gen_ai.operation.name': 'generate_content',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'whisper-1',
    'tracewright.usage.audio_seconds': 36,
  };
  expect(costOf(call)).toMatchObject({
    'gen_ai.usage.cost': 0.0036,
    'tracewright.cost.audio_input': 0.0036,
  });
});

const SPEECH = {
  'gen_ai.operation.name': 'generate_content',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'tts-1',
};

test('speech without usage does not look as if it were free', () => {
  expect(costOf(SPEECH)).toEqual({ 'tracewright.cost.unpriced': ['input', 'output'] });
});

test.each([
  ['speech that failed', { ...SPEECH, 'error.type': 'RateLimitError' }],
  ['speech made where nobody bills it', { ...SPEECH, 'gen_ai.provider.name': 'vllm' }],
  ['an agent, whose calls are priced one by one', { ...CALL, 'gen_ai.operation.name': 'invoke_agent' }],
  ['a span without usage', { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'demo-1' }],
  ['a span without a model', { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 1 }],
  ['a span that is no model call', { 'http.request.method': 'GET' }],
  ['a span that is priced already', { ...CALL, 'tracewright.cost.source': 'override' }],
])('%s gets no cost', (_name, attributes) => {
  expect(costOf(attributes)).toBeUndefined();
});
