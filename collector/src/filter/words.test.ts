import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

test.each([
  ["Don't PANIC, user_7!", ['don', 't', 'panic', 'user_7']],
  ['Straße ΣΊΣΥΦΟΣ σίσυφος', ['straße', 'σίσυφοσ', 'σίσυφοσ']],
  // An accent of its own and one within the letter; a ligature; full-width letters.
  ['e\u0301té \u00e9té ﬁn Ａｂｃ', ['été', 'été', 'fin', 'abc']],
  ['हिन्दी мир 한국어', ['हिन्दी', 'мир', '한국어']],
  ['返金 for ¥500はい', ['返', '金', 'for', '500', 'は', 'い']],
  ['サーバーAPI', ['サ', 'ー', 'バ', 'ー', 'api']],
  ['𠮷野家', ['𠮷', '野', '家']],
  [`see data:image/png;base64,${'iVBORw0KGgo'.repeat(40)}== here`, ['see', 'data', 'image', 'png', 'base64', 'here']],
  ['… — ()', []],
])('the words of %s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
