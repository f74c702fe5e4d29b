import { expect, test } from 'vitest';
import { typedAhead } from './typed-ahead.ts';

test('keys are a text, up to the one that ends it', () => {
  expect(typedAhead(['s', 'x', 'Backspace', 'e', 'é', '🙂'])).toEqual({ text: 'seé🙂', end: undefined });
  expect(typedAhead(['Backspace', 'a', 'Enter', 'b'])).toEqual({ text: 'a', end: 'Enter' });
  expect(typedAhead(['a', 'Escape', 'Enter'])).toEqual({ text: 'a', end: 'Escape' });
  expect(typedAhead([])).toEqual({ text: '', end: undefined });
});
