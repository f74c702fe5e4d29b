import { expect, test } from 'vitest';
import { columnText } from './column-text.ts';

test('a text of 256 units is left as it is', () => {
  expect(columnText('x'.repeat(256))).toBe('x'.repeat(256));
});

test('a longer text is cut to 256 units', () => {
  expect(columnText('x'.repeat(300))).toBe('x'.repeat(256));
});

test('a character of two units is not split', () => {
  expect(columnText(`${'x'.repeat(255)}😀`)).toBe('x'.repeat(255));
  expect(columnText('😀'.repeat(200))).toBe('😀'.repeat(128));
});
