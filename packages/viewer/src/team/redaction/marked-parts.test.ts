import { expect, test } from 'vitest';
import { markedParts } from './marked-parts.ts';

test('a text is parted at what the rules have put into it, and at nothing else', () => {
  expect(markedParts('to [E-MAIL], of [USER:0123456789ab] [sic]', ['E-MAIL', 'USER'])).toEqual([
    { text: 'to ', isMark: false },
    { text: '[E-MAIL]', isMark: true },
    { text: ', of ', isMark: false },
    { text: '[USER:0123456789ab]', isMark: true },
    { text: ' [sic]', isMark: false },
  ]);
});

test('without rules a text is one part', () => {
  expect(markedParts('a [b]', [])).toEqual([{ text: 'a [b]', isMark: false }]);
});
