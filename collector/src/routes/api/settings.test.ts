import { createPricer, type PriceOverride } from '@tracewright/pricing';
import type { CollectorSettings, PricesAnswer } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { spanId, store, testSpan } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

const OVERRIDE: PriceOverride = {
  ...{ model: 'acme-*', provider: 'custom', until: '2030-01-01' },
  ...{ inputUsdPerMillionTokens: 1.25, outputUsdPerMillionTokens: 5, requestUsd: 0.01 },
};

async function started() {
  const spans = new MemorySpanStore();
  const call = { kind: 'llm', provider: 'openai', model: 'gpt-4o-mini' } as const;
  await store(
    spans,
    ...[1, 2, 3].map((id) => testSpan({ ...call, spanId: spanId(id) })),
    testSpan({ ...call, spanId: spanId(8), provider: 'anthropic', model: 'claude-sonnet-4-5' }),
    ...[4, 5].map((id) => testSpan({ ...call, spanId: spanId(id), provider: 'custom', model: 'acme-1' })),
    testSpan({ ...call, spanId: spanId(6), provider: 'custom', model: 'unheard-of' }),
    testSpan({ ...call, spanId: spanId(7), provider: '', model: '' }),
  );
  const setup = {
    ...{
      version: '9.8.7',
      isKeyRequired: async () => true,
      maxAgeMs: 86_400_000,
      maxStoreBytes: undefined,
      maxBodyBytes: 4_096,
    },
    ...{ priceOverrides: [OVERRIDE], pricer: createPricer([OVERRIDE]) },
  };
  const app = testApp({ api: { spans, setup } });
  return async <T>(path: string): Promise<T> => (await (await app.request(`/api/v1/${path}`)).json()) as T;
}

test('the settings say what is kept, for how long, and how much there is', async () => {
  const get = await started();
  expect(await get<CollectorSettings>('settings')).toEqual({
    version: '9.8.7',
    isKeyRequired: true,
    retention: { maxAgeMs: 86_400_000, maxBytes: null },
    maxBodyBytes: 4_096,
    storage: { traceCount: 1, spanCount: 8, bytes: expect.any(Number) },
  });
});

test('prices are those of the models in use, by override, by the list, or unknown', async () => {
  const get = await started();
  const { inUse, overrides } = await get<PricesAnswer>('prices');
  expect(inUse).toEqual([
    {
      ...{ provider: 'openai', model: 'gpt-4o-mini', calls: 3, inputUsd: 0.15, cachedInputUsd: 0.075, outputUsd: 0.6 },
      source: expect.stringMatching(/^pricelist@/),
    },
    {
      ...{ provider: 'custom', model: 'acme-1', calls: 2, inputUsd: 1.25, cachedInputUsd: null, outputUsd: 5 },
      source: 'override',
    },
    // What its output costs depends on how long its input is.
    {
      ...{ provider: 'anthropic', model: 'claude-sonnet-4-5', calls: 1 },
      ...{ inputUsd: 3, cachedInputUsd: 0.3, outputUsd: 15, source: expect.stringMatching(/^pricelist@/) },
    },
    {
      ...{ provider: 'custom', model: 'unheard-of', calls: 1, inputUsd: null, cachedInputUsd: null, outputUsd: null },
      source: expect.stringMatching(/^pricelist@/),
    },
  ]);
  expect(overrides).toEqual([
    {
      ...{ model: 'acme-*', provider: 'custom', from: null, until: '2030-01-01' },
      usdPerMillionTokens: { input: 1.25, output: 5 },
      requestUsd: 0.01,
    },
  ]);
});
