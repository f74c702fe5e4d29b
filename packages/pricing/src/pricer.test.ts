import { describe, expect, test } from 'vitest';
import { createPricer } from './pricer.ts';

const AT = Date.parse('2026-03-01');
const LIST = 'pricelist@0.1.8';

describe('by the price list', () => {
  test('gpt-4o: 800 new, 200 cached and 100 output tokens cost 0.00325 USD', () => {
    const usage = { inputTokens: 1000, cacheReadInputTokens: 200, outputTokens: 100 };

    expect(createPricer().cost({ provider: 'openai', model: 'gpt-4o', usage, atMs: AT })).toEqual({
      total: 3_250_000,
      parts: { input: 2_000_000, cache_read: 250_000, output: 1_000_000 },
      unpriced: [],
      source: LIST,
    });
  });

  test('o3 cost 10 USD per million input tokens on 1 May 2025, and costs 2 since its price fell', () => {
    const pricer = createPricer();
    const query = { provider: 'openai', model: 'o3', usage: { inputTokens: 1_000_000 } };

    expect(pricer.cost({ ...query, atMs: Date.parse('2025-05-01') })?.total).toBe(10_000_000_000);
    expect(pricer.cost({ ...query, atMs: AT })?.total).toBe(2_000_000_000);
    expect(pricer.cost({ ...query, atMs: Date.parse('2025-05-01') })?.total).toBe(10_000_000_000);
  });

  test('claude-sonnet-4-5: cache writes have their price, and a long call costs more per token', () => {
    const query = { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', atMs: AT };
    const short = { inputTokens: 10_000, cacheReadInputTokens: 4_000, cacheWriteInputTokens: 1_000, outputTokens: 100 };
    const long = { inputTokens: 300_000, outputTokens: 1_000 };

    // 5,000 × 3 + 4,000 × 0.30 + 1,000 × 3.75 + 100 × 15, per million.
    expect(createPricer().cost({ ...query, usage: short })?.total).toBe(21_450_000);
    // 300,000 × 6 + 1,000 × 22.50, per million.
    expect(createPricer().cost({ ...query, usage: long })?.total).toBe(1_822_500_000);
  });

  test('gpt-realtime: audio has its own price', () => {
    const usage = { inputTokens: 300, audioInputTokens: 100, outputTokens: 50, audioOutputTokens: 40 };

    expect(createPricer().cost({ provider: 'openai', model: 'gpt-realtime', usage, atMs: AT })?.parts).toEqual({
      input: 800_000,
      audio_input: 3_200_000,
      output: 160_000,
      audio_output: 2_560_000,
    });
  });

  test('gpt-image-1: images that are sent cost more than the text beside them', () => {
    const usage = { inputTokens: 1_000, imageInputTokens: 800, outputTokens: 272, imageOutputTokens: 272 };

    // 200 × 5, 800 × 10 and 272 × 40, per million.
    expect(createPricer().cost({ provider: 'openai', model: 'gpt-image-1', usage, atMs: AT })).toMatchObject({
      total: 19_880_000,
      parts: { input: 1_000_000, image_input: 8_000_000, output: 10_880_000 },
      unpriced: [],
    });
  });

  test('gpt-image-1.5: images that are drawn cost more than the text beside them', () => {
    const usage = { inputTokens: 100, outputTokens: 300, imageOutputTokens: 272 };

    // 100 × 5, 28 × 10 and 272 × 32, per million.
    expect(createPricer().cost({ provider: 'openai', model: 'gpt-image-1.5', usage, atMs: AT })).toMatchObject({
      total: 9_484_000,
      parts: { input: 500_000, output: 280_000, image_output: 8_704_000 },
      unpriced: [],
    });
  });

  test.each([
    ['openai', 'whisper-1', 36, 3_600_000],
    ['groq', 'whisper-large-v3', 5, 308_333],
    ['openai', 'whisper-1', 0, 0],
  ])('%s, %s: %i seconds of audio are billed by their length', (provider, model, audioSeconds, total) => {
    const query = { provider, model, usage: { audioSeconds }, isGeneration: true, atMs: AT };

    expect(createPricer().cost(query)).toMatchObject({ total, parts: { audio_input: total }, unpriced: [] });
  });

  test('images count as input where they have no price of their own', () => {
    const usage = { inputTokens: 1_000, imageInputTokens: 800 };

    expect(createPricer().cost({ provider: 'openai', model: 'gpt-4o', usage, atMs: AT })?.parts).toEqual({
      input: 2_500_000,
    });
  });

  test('reasoning counts as output where it has no price of its own, and apart where it has', () => {
    const usage = { inputTokens: 0, outputTokens: 1_000, reasoningOutputTokens: 600 };
    const pricer = createPricer();

    expect(pricer.cost({ provider: 'openai', model: 'gpt-5', usage, atMs: AT })?.parts).toEqual({ output: 10_000_000 });
    expect(pricer.cost({ provider: 'perplexity', model: 'sonar-deep-research', usage, atMs: AT })?.parts).toEqual({
      output: 3_200_000,
      reasoning: 1_800_000,
    });
  });

  test('a price per request is a part', () => {
    const usage = { inputTokens: 100, outputTokens: 10 };
    const cost = createPricer().cost({ provider: 'perplexity', model: 'sonar', usage, atMs: AT });

    expect(cost?.parts).toMatchObject({ input: 100_000, output: 10_000, request: expect.any(Number) });
  });

  test('an embedding has no output, and nothing of it is unpriced', () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 0 };

    expect(createPricer().cost({ provider: 'openai', model: 'text-embedding-3-small', usage, atMs: AT })).toEqual({
      total: 20_000_000,
      parts: { input: 20_000_000 },
      unpriced: [],
      source: LIST,
    });
  });

  test.each([
    ['azure.ai.openai', 'gpt-4o', 2_500_000_000],
    ['aws.bedrock', 'amazon.titan-embed-text-v1', 100_000_000],
    ['gcp.vertex_ai', 'gemini-2.0-flash', 100_000_000],
    ['groq', 'llama-3.3-70b-versatile', 590_000_000],
    ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', 880_000_000],
    ['openrouter', 'openai/gpt-4o', 2_500_000_000],
    ['', 'gpt-4o', 2_500_000_000],
  ])('a million input tokens of provider "%s", model %s cost %i nano-USD', (provider, model, total) => {
    const usage = { inputTokens: 1_000_000 };

    expect(createPricer().cost({ provider, model, usage, atMs: AT })?.total).toBe(total);
  });
});

describe('unpriced', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };
  const nothing = { total: undefined, parts: {}, unpriced: ['input', 'output'], source: LIST };

  test.each([
    ['a model that nobody knows', 'openai', 'gpt-99-imaginary'],
    ['a known name on an unknown host', 'custom', 'gpt-4o'],
    ['a host that only sounds like a provider', 'my-openai-proxy', 'gpt-4o'],
    ['a fine-tuned model that the list does not have', 'openai', 'ft:gpt-4.1-2025-04-14:acme::x1'],
    ['a fine-tuned model that the list prices as its base', 'openai', 'ft:gpt-4-0613:acme::x1'],
    ['a fine-tuned model whose price is another provider’s', 'azure.ai.openai', 'ft:gpt-4o-2024-08-06:acme::x1'],
    ['a model that the list has as free', 'openrouter', 'meta-llama/llama-3.3-70b-instruct:free'],
    ['a model priced by the hour', 'openai', 'whisper-1'],
    ['no model', 'openai', ''],
  ])('%s', (_what, provider, model) => {
    expect(createPricer().cost({ provider, model, usage, atMs: AT })).toEqual(nothing);
  });

  test('a fine-tuned model with a price of its own is priced by it', () => {
    const model = 'ft:gpt-4o-2024-08-06:acme::x1';
    const million = { inputTokens: 1_000_000 };

    expect(createPricer().cost({ provider: 'openai', model, usage: million, atMs: AT })?.total).toBe(3_750_000_000);
  });

  test('cached tokens of a model without a price for them are named, the rest is priced', () => {
    const cached = { inputTokens: 1_000, cacheReadInputTokens: 400 };

    expect(createPricer().cost({ provider: 'openrouter', model: 'openai/gpt-4o', usage: cached, atMs: AT })).toEqual({
      total: 1_500_000,
      parts: { input: 1_500_000 },
      unpriced: ['cache_read'],
      source: LIST,
    });
  });

  test('audio is never priced as text where the provider bills it apart', () => {
    const audio = { inputTokens: 1_000, audioInputTokens: 400 };
    const cost = createPricer().cost({ provider: 'openai', model: 'gpt-4o-audio-preview', usage: audio, atMs: AT });

    expect(cost).toMatchObject({ total: 1_500_000, unpriced: ['audio_input'] });
  });

  test('a sum smaller than its own details is not trusted', () => {
    const odd = { inputTokens: 100, cacheReadInputTokens: 400, outputTokens: 5, reasoningOutputTokens: 50 };

    expect(createPricer().cost({ provider: 'openai', model: 'gpt-4o', usage: odd, atMs: AT })).toMatchObject({
      total: 500_000,
      parts: { cache_read: 500_000 },
      unpriced: ['input', 'output'],
    });
  });

  test.each([
    ['output', { inputTokens: 1_000 }, 2_500_000],
    ['output', { inputTokens: 1_000, outputTokens: -5 }, 2_500_000],
    ['output', { inputTokens: 1_000, outputTokens: 0.5 }, 2_500_000],
    ['input', { outputTokens: 1_000 }, 10_000_000],
    ['input', { cacheReadInputTokens: 1_000, outputTokens: 1_000 }, 11_250_000],
  ])('the %s of a generation that reports %j is used, but nobody knows how much', (part, odd, total) => {
    const query = { provider: 'openai', model: 'gpt-4o', usage: odd, isGeneration: true, atMs: AT };

    expect(createPricer().cost(query)).toMatchObject({ total, unpriced: [part] });
  });

  test('a generation that reports no output at all, and says so, is complete', () => {
    const none = { inputTokens: 1_000, outputTokens: 0 };
    const query = { provider: 'openai', model: 'gpt-4o', usage: none, isGeneration: true, atMs: AT };

    expect(createPricer().cost(query)).toMatchObject({ total: 2_500_000, unpriced: [] });
  });

  test('an absurd count does not throw', () => {
    const absurd = { inputTokens: Number.MAX_SAFE_INTEGER };

    expect(createPricer().cost({ provider: 'openai', model: 'gpt-4o', usage: absurd, atMs: AT })).toMatchObject({
      total: undefined,
      unpriced: ['input'],
    });
  });
});

test('audio that is billed by its length is unpriced where only tokens have a price', () => {
  const query = { provider: 'openai', model: 'gpt-4o', usage: { audioSeconds: 36 }, isGeneration: true, atMs: AT };

  expect(createPricer().cost(query)).toMatchObject({ total: undefined, unpriced: ['audio_input'] });
});

test('a call without any usage has no cost at all', () => {
  const pricer = createPricer();
  const query = { provider: 'openai', model: 'gpt-4o', atMs: AT };

  expect(pricer.cost({ ...query, usage: {} })).toBeUndefined();
  expect(pricer.cost({ ...query, usage: { inputTokens: undefined, outputTokens: Number.NaN } })).toBeUndefined();
  expect(pricer.cost({ ...query, usage: { inputTokens: -5, outputTokens: 0.5 } })).toBeUndefined();
});

test('a model that ran where nobody bills tokens costs 0, and says why', () => {
  const cost = createPricer().cost({ provider: 'ollama', model: 'llama3.2', usage: { inputTokens: 10 }, atMs: AT });

  expect(cost).toEqual({ total: 0, parts: {}, unpriced: [], source: 'local' });
});

test('a time that is none is refused', () => {
  const query = { provider: 'openai', model: 'gpt-4o', usage: { inputTokens: 1 }, atMs: Number.NaN };

  expect(() => createPricer().cost(query)).toThrow(RangeError);
});

describe('overrides', () => {
  const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 4 };
  const usage = { inputTokens: 1_000, outputTokens: 500 };

  test('go before the list, before a local provider and on an unknown host', () => {
    const pricer = createPricer([{ model: '*', ...price }]);

    for (const provider of ['openai', 'ollama', 'custom']) {
      expect(pricer.cost({ provider, model: 'gpt-4o', usage, atMs: AT })).toEqual({
        total: 3_000_000,
        parts: { input: 1_000_000, output: 2_000_000 },
        unpriced: [],
        source: 'override',
      });
    }
  });

  test('match a pattern whatever its case, with nothing in it special but the star', () => {
    const pricer = createPricer([{ model: 'Acme.*-v1', ...price }]);
    const isOverridden = (model: string) =>
      pricer.cost({ provider: 'custom', model, usage, atMs: AT })?.source === 'override';

    expect(isOverridden('acme.large-v1')).toBe(true);
    expect(isOverridden('acmeXlarge-v1')).toBe(false);
    expect(isOverridden('acme.large-v1-beta')).toBe(false);
  });

  test('the first that matches wins', () => {
    const pricer = createPricer([
      { model: 'acme-mini', inputUsdPerMillionTokens: 7, outputUsdPerMillionTokens: 0 },
      { model: 'acme-*', ...price },
    ]);

    expect(pricer.cost({ provider: 'custom', model: 'acme-mini', usage, atMs: AT })?.total).toBe(7_000_000);
    expect(pricer.cost({ provider: 'custom', model: 'acme-large', usage, atMs: AT })?.total).toBe(3_000_000);
  });

  test('hold from their first moment up to their last, and for their provider', () => {
    const pricer = createPricer([
      { model: 'gpt-4o', provider: 'openai', from: '2026-01-01', until: '2026-02-01', ...price },
    ]);
    const sourceAt = (time: string, provider = 'openai') =>
      pricer.cost({ provider, model: 'gpt-4o', usage, atMs: Date.parse(time) })?.source;

    expect(sourceAt('2025-12-31T23:59:59.999Z')).toBe(LIST);
    expect(sourceAt('2026-01-01T00:00:00Z')).toBe('override');
    expect(sourceAt('2026-01-31T23:59:59.999Z')).toBe('override');
    expect(sourceAt('2026-02-01T00:00:00Z')).toBe(LIST);
    expect(sourceAt('2026-01-15T00:00:00Z', 'azure.ai.openai')).toBe(LIST);
  });

  test('price every part that they name; cached tokens without a price stay unpriced', () => {
    const full = {
      inputTokens: 1_000,
      cacheReadInputTokens: 100,
      cacheWriteInputTokens: 200,
      audioInputTokens: 300,
      outputTokens: 1_000,
      reasoningOutputTokens: 600,
      audioOutputTokens: 100,
    };
    const query = { provider: 'custom', model: 'acme', usage: full, atMs: AT };
    const all = {
      model: 'acme',
      ...price,
      cacheReadUsdPerMillionTokens: 0.1,
      cacheWriteUsdPerMillionTokens: 1.25,
      reasoningUsdPerMillionTokens: 3,
      audioInputUsdPerMillionTokens: 10,
      audioOutputUsdPerMillionTokens: 20,
      requestUsd: 0.005,
    };

    expect(createPricer([all]).cost(query)).toEqual({
      total: 400_000 + 10_000 + 250_000 + 3_000_000 + 1_200_000 + 1_800_000 + 2_000_000 + 5_000_000,
      parts: {
        input: 400_000,
        cache_read: 10_000,
        cache_write: 250_000,
        audio_input: 3_000_000,
        output: 1_200_000,
        reasoning: 1_800_000,
        audio_output: 2_000_000,
        request: 5_000_000,
      },
      unpriced: [],
      source: 'override',
    });
    expect(createPricer([{ model: 'acme', ...price }]).cost(query)).toEqual({
      total: 4_700_000,
      parts: { input: 700_000, output: 4_000_000 },
      unpriced: ['cache_read', 'cache_write'],
      source: 'override',
    });
  });

  test('one that cannot be used is refused when the pricer is made', () => {
    expect(() => createPricer([{ model: 'acme', ...price, from: 'next week' }])).toThrow(/acme.*from/);
  });
});
