import { expect, test } from 'vitest';
import { parsePriceOverrides } from './parse-price-overrides.ts';

const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 4 };

test('a list of overrides comes back as it is', () => {
  const overrides = [
    { model: 'acme-*', ...price },
    { model: 'gpt-4o', provider: 'openai', from: '2026-01-01', until: '2026-02-01T12:00:00+02:00', ...price },
  ];

  expect(parsePriceOverrides(overrides)).toEqual(overrides);
});

test.each([
  ['price overrides must be a list', { model: 'acme', ...price }],
  ['price override 2 must be an object', [{ model: 'acme', ...price }, 'gpt-4o']],
  ['price override 1: model must be a text', [price]],
  ['price override 1 (): model must be a text', [{ model: '', ...price }]],
  ['price override 1 (a): provider must be a text', [{ model: 'a', provider: null, ...price }]],
  ['price override 1 (a): price is not a known field', [{ model: 'a', price: 3, ...price }]],
  [
    'price override 1 (a): outputUsdPerMillionTokens must be a number of USD, at least 0',
    [{ model: 'a', inputUsdPerMillionTokens: 1 }],
  ],
  [
    'price override 1 (a): requestUsd must be a number of USD, at least 0',
    [{ model: 'a', ...price, requestUsd: '0.01' }],
  ],
  [
    'price override 1 (a): inputUsdPerMillionTokens must be a number of USD, at least 0',
    [{ model: 'a', ...price, inputUsdPerMillionTokens: -1 }],
  ],
  [
    'price override 1 (a): from must be an ISO date such as 2026-01-31, or a time with its zone',
    [{ model: 'a', ...price, from: '2026-02-30' }],
  ],
  [
    'price override 1 (a): until must be an ISO date such as 2026-01-31, or a time with its zone',
    [{ model: 'a', ...price, until: '2026-02-01T00:00' }],
  ],
  [
    'price override 1 (a): until must be after from',
    [{ model: 'a', ...price, from: '2026-02-01', until: '2026-02-01' }],
  ],
])('%s', (message, json) => {
  expect(() => parsePriceOverrides(json)).toThrow(
    expect.objectContaining({ message, code: 'INVALID_PRICE_OVERRIDE', name: 'PriceOverrideError' }),
  );
});
