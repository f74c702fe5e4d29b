import { expect, test } from 'vitest';
import { keyCaps } from './key-caps.ts';

test('keys are named as they are printed', () => {
  expect(keyCaps('ArrowDown', false)).toEqual(['↓']);
  expect(keyCaps('n', false)).toEqual(['n']);
  expect(keyCaps('N', false)).toEqual(['N']);
  expect(keyCaps('Mod+k', false)).toEqual(['Ctrl', 'K']);
  expect(keyCaps('Mod+k', true)).toEqual(['⌘', 'K']);
});
