import { readFileSync } from 'node:fs';
import { waitForUpdate } from '@pydantic/genai-prices';
import { expect, test } from 'vitest';
import { createPriceList, PRICE_LIST_VERSION } from './price-list.ts';

test('the version in the source of a cost is that of the list', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

  expect(manifest).toMatchObject({ dependencies: { '@pydantic/genai-prices': PRICE_LIST_VERSION } });
});

test('every model of the list can be looked up, and none has a price of 0', async () => {
  const list = createPriceList();

  for (const provider of (await waitForUpdate()) ?? []) {
    for (const model of provider.models) {
      const rates = list.rates(provider.id, model.id, Date.parse('2026-03-01'));
      expect(Object.values(rates ?? {})).not.toContain(0);
    }
  }
});

test('a price that depends on the time is found anew each time, any other is remembered', () => {
  const list = createPriceList();

  expect(list.rates('openai', 'gpt-4o', 0)).toBe(list.rates('openai', 'gpt-4o', 1e12));
  expect(list.rates('openai', 'o3', Date.parse('2025-05-01'))?.input).toBe(10);
  expect(list.rates('openai', 'o3', Date.parse('2026-03-01'))?.input).toBe(2);
});

test('more names than fit into memory are no trouble', () => {
  const list = createPriceList();

  for (let made = 0; made < 12_000; made++) expect(list.rates('custom', `made-up-${made}`, 0)).toBeUndefined();
  expect(list.rates('openai', 'gpt-4o', 0)?.input).toBe(2.5);
});
