import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffWords } from './diff-words.ts';

test('words that changed are told from those that stayed', () => {
  expect(diffWords('Answer briefly, please.', 'Answer in one sentence, please!')).toEqual([
    { kind: 'same', text: 'Answer ' },
    { kind: 'removed', text: 'briefly' },
    { kind: 'added', text: 'in one sentence' },
    { kind: 'same', text: ', please' },
    { kind: 'removed', text: '.' },
    { kind: 'added', text: '!' },
  ]);
  expect(diffWords('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  expect(diffWords('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
  expect(diffWords('', '')).toEqual([]);
});

test('the parts put together are the two texts, whatever these are', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', 'ä', '{{x}}', '.', '\n'), { maxLength: 30 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diffWords(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join('');
      expect([without('added'), without('removed')]).toEqual([before, after]);
      if (before === after) expect(parts.every(({ kind }) => kind === 'same')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('texts that have little in common are one that replaces the other', () => {
  const many = (word: string) => Array.from({ length: 1_500 }, (_, at) => `${word}${at}`).join(' ');
  const parts = diffWords(many('a'), many('b'));
  expect(parts.map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
