import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patternTest } from './pattern-test.ts';

const piece = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\D', '\\b', '^', '$', '返', 'a-b', '\\.');
const pattern = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    piece,
    fc.tuple(tie('any'), tie('any')).map((of) => of.join('')),
    fc.tuple(tie('any'), tie('any')).map((of) => `(${of.join('|')})`),
    fc
      .tuple(tie('any'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
      .map(([of, how]) => `(?:${of})${how}`),
  ),
})).any;

test('what is found is what JavaScript finds', () => {
  fc.assert(
    fc.property(
      pattern,
      fc.boolean(),
      fc.array(fc.string({ unit: fc.constantFrom('a', 'A', 'b', '-', '.', '返', '\n', ' '), maxLength: 8 }), {
        minLength: 3,
      }),
      (source, ignoreCase, texts) => {
        const own = patternTest(`${ignoreCase ? '(?i)' : ''}${source}`);
        // Words of any script count as words here.
        const known = new RegExp(source, ignoreCase ? 'iu' : 'u');
        const isComparable = (text: string): boolean => !(/\\[wb]/.test(source) && text.includes('返'));
        for (const text of texts.filter(isComparable)) expect([text, own(text)]).toEqual([text, known.test(text)]);
      },
    ),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 300) },
  );
});

test('a pattern that others choke on takes a moment', () => {
  const isFound = patternTest('^(a+)+(b|a)*$');
  expect([isFound(`${'a'.repeat(5_000)}c`), isFound('a'.repeat(5_000))]).toEqual([false, true]);
});

test.each([
  ['(', 'a bracket is never closed'],
  ['a)', 'a bracket is closed that was not opened'],
  ['[a', 'a square bracket is never closed'],
  ['*a', 'there is nothing before * to be repeated'],
  ['(?=a)', 'of groups only ( and (?: are known'],
  ['(a)\\1', '\\1 is not known'],
  ['a{3,2}', 'the bounds of a repetition are in the wrong order'],
  ['[b-a]', 'the range b-a is in the wrong order'],
  ['a\\', 'a backslash stands at the end'],
  ['(a{90}){90}', 'the pattern is too long'],
])('%s is refused: %s', (source, reason) => {
  expect(() => patternTest(source)).toThrow(reason);
});
