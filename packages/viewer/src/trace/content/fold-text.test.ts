import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test('a short text is shown whole', () => {
  expect(foldText('one\ntwo', 3, 100)).toEqual({ shown: 'one\ntwo', hiddenLength: 0 });
});

test('a text of many lines is cut after the last one that fits', () => {
  const text = `one\ntwo\nthree\n${'x'.repeat(200)}`;

  expect(foldText(text, 2, 1_000)).toEqual({ shown: 'one\ntwo', hiddenLength: text.length - 7 });
});

test('a text of one long line is cut by length', () => {
  expect(foldText('x'.repeat(1_000), 5, 100)).toEqual({ shown: 'x'.repeat(100), hiddenLength: 900 });
});

test('a few characters over the limit are not worth a button', () => {
  expect(foldText('x'.repeat(150), 5, 100).hiddenLength).toBe(0);
});

test('a character outside the basic plane is not cut in two', () => {
  expect(foldText('😀'.repeat(200), 5, 101).shown).toBe('😀'.repeat(50));
});

test('empty lines count as lines', () => {
  expect(foldText(`a\n\n\n\n${'x'.repeat(200)}`, 3, 1_000).shown).toBe('a\n\n');
});
