import { test } from 'vitest';
import { createPricer } from './pricer.ts';

test('cost of a call', async ({ bench }) => {
  const pricer = createPricer([{ model: 'acme-*', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 4 }]);
  const usage = { inputTokens: 1_000, cacheReadInputTokens: 200, outputTokens: 100 };
  const query = { provider: 'openai', usage, atMs: Date.parse('2026-03-01') };

  await bench('fixed price', () => void pricer.cost({ ...query, model: 'gpt-4o' })).run();
  await bench('dated price', () => void pricer.cost({ ...query, model: 'o3' })).run();
  await bench('unknown model', () => void pricer.cost({ ...query, model: 'nobody-knows' })).run();
});
