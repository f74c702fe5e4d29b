import { expect, test } from 'vitest';
import { tokensPerSecond } from './tokens-per-second.ts';

test('the speed counts from the first token on', () => {
  expect(tokensPerSecond(2_500_000, 500_000, 100)).toBe(50);
});

test('there is no speed without a first token, without tokens, or without time', () => {
  expect(tokensPerSecond(2_500_000, undefined, 100)).toBeUndefined();
  expect(tokensPerSecond(2_500_000, 500_000, undefined)).toBeUndefined();
  expect(tokensPerSecond(2_500_000, 500_000, 1)).toBeUndefined();
  expect(tokensPerSecond(500_000, 500_000, 100)).toBeUndefined();
});
