import { expect, test } from 'vitest';
import { findsText, whereText } from './rule-words.ts';

test.each([
  ['preset', 'card', 'Card numbers'],
  ['preset', 'passport', 'passport'],
  ['pattern', 'x+', 'Pattern'],
  ['attribute', 'user.*', 'Attribute'],
] as const)('a rule of kind %s of %s is called %s', (kind, value, words) => {
  expect(findsText({ kind, value })).toBe(words);
});

test('where a rule looks is said by its keys, which a rule of attributes has none of', () => {
  expect(whereText({ kind: 'preset', keys: ['gen_ai.*', 'note'] })).toBe('gen_ai.*, note');
  expect(whereText({ kind: 'preset', keys: [] })).toBe('everywhere');
  expect(whereText({ kind: 'attribute', keys: ['note'] })).toBe('everywhere');
});
