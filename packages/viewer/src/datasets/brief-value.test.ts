import { expect, test } from 'vitest';
import { briefValue } from './brief-value.ts';

test('a value stands on one line, one of a single field by that field', () => {
  expect(briefValue({ question: 'How\nlong?' })).toBe('How long?');
  expect(briefValue({ a: 1, b: [2] })).toBe('{"a":1,"b":[2]}');
  expect(briefValue({ messages: [{ role: 'user' }] })).toBe('[{"role":"user"}]');
  expect(briefValue({ question: 'x'.repeat(400) })).toHaveLength(302);
  expect(briefValue({})).toBe('{}');
});
