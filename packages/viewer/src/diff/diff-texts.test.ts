import { expect, test } from 'vitest';
import { type DiffPart, diffTexts } from './diff-texts.ts';

const without = (parts: readonly DiffPart[], type: DiffPart['type']) =>
  parts
    .filter((part) => part.type !== type)
    .map(({ text }) => text)
    .join('');

test('words that changed stand between those that stayed', () => {
  expect(diffTexts('Answer in one sentence.', 'Answer in two sentences.')).toEqual([
    { type: 'same', text: 'Answer in ' },
    { type: 'removed', text: 'one' },
    { type: 'added', text: 'two' },
    { type: 'same', text: ' ' },
    { type: 'removed', text: 'sentence' },
    { type: 'added', text: 'sentences' },
    { type: 'same', text: '.' },
  ]);
});

test('both texts can be read from the parts, however long they are', () => {
  const before = Array.from({ length: 3_000 }, (_, at) => `line ${at} of many`).join('\n');
  const after = before.replace('line 1500 of', 'line 1500 in the middle of').replace('line 9 ', 'line nine ');

  const parts = diffTexts(before, after);

  expect(without(parts, 'added')).toBe(before);
  expect(without(parts, 'removed')).toBe(after);
  expect(parts.filter(({ type }) => type === 'left out').length).toBeGreaterThan(1);
});

test('a text beside nothing is all new', () => {
  expect(diffTexts('', 'new')).toEqual([{ type: 'added', text: 'new' }]);
});
