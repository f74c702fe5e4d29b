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

test('a price is remembered for as long as it holds', () => {
  const list = createPriceList();

  expect(list.rates('openai', 'gpt-4o', 0)).toBe(list.rates('openai', 'gpt-4o', 1e12));
  expect(list.rates('openai', 'o3', Date.parse('2026-03-01'))).toBe(
    list.rates('openai', 'o3', Date.parse('2026-03-02')),
  );
  expect(list.rates('openai', 'o3', Date.parse('2025-05-01'))?.input).toBe(10);
  expect(list.rates('openai', 'o3', Date.parse('2026-03-01'))?.input).toBe(2);
});

test('whatever was asked before, a price is that of the moment', async () => {
  const days = ['2025-01-01', '2025-06-09', '2025-06-10', '2026-03-13', '2026-08-21', '2027-01-01'];
  const times = ['00:29:59.999Z', '00:30:00Z', '01:00:00Z', '05:00:00Z', '09:59:59Z', '16:30:00Z'];
  const moments = days.flatMap((day) => times.map((time) => Date.parse(`${day}T${time}`)));
  const remembering = createPriceList();

  const dated = ((await waitForUpdate()) ?? []).flatMap((provider) =>
    provider.models.filter(({ prices }) => Array.isArray(prices)).map(({ id }) => [provider.id, id] as const),
  );
  for (const [provider, model] of dated) {
    for (const atMs of moments) {
      expect(remembering.rates(provider, model, atMs)).toEqual(createPriceList().rates(provider, model, atMs));
    }
  }
  expect(dated.length).toBeGreaterThan(10);
});

test('more names than fit into memory are no trouble', () => {
  const list = createPriceList();

  for (let made = 0; made < 12_000; made++) expect(list.rates('custom', `made-up-${made}`, 0)).toBeUndefined();
  expect(list.rates('openai', 'gpt-4o', 0)?.input).toBe(2.5);
});
