import { expect, test } from 'vitest';
import { readTagText, tagText } from './tag-text.ts';

test.each([
  ['env', 'live=1', 'env=live=1'],
  ['a=b', 'c', '"a=b"=c'],
  ['a', 'b=c', 'a=b=c'],
  ['say "hi"\\', '"x"', '"say \\"hi\\"\\\\"="x"'],
  ['two words', 'line\nbreak', 'two words=line\nbreak'],
  ['empty', '', 'empty='],
])('the tag %j of %j is one text and two again', (key, value, text) => {
  expect(tagText(key, value)).toBe(text);
  expect(readTagText(text)).toEqual([key, value]);
});
