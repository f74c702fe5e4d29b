import { atLeast, type ComparedOptions, codeScorer, expectedOf, outputOf, textOf, textsOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { comparable, type TextRules } from './text-rules.ts';

/** How alike the output and what is expected are: 1 less the share of characters that have to be changed; the best of a list. */
export function levenshtein(options: ComparedOptions & TextRules & { readonly threshold?: number } = {}): Scorer {
  const { threshold, ignoreCase, ignoreSpace } = options;
  return codeScorer(
    options.name ?? 'levenshtein',
    {
      range: [0, 1],
      ...atLeast(threshold),
      score(row) {
        const output = comparable(textOf(outputOf(row, options)), options);
        const expected = textsOf(expectedOf(row, options));
        return { value: Math.max(...expected.map((text) => similarity(output, comparable(text, options)))) };
      },
    },
    { threshold, ignoreCase, ignoreSpace },
  );
}

/** 1 for the same text, 0 where nothing is left of it. */
export function similarity(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const longest = Math.max(left.length, right.length);
  return longest === 0 ? 1 : 1 - distance(left, right) / longest;
}

/** How many characters have to be put in, taken out or replaced (Wagner and Fischer, one row at a time). */
function distance(a: readonly string[], b: readonly string[]): number {
  let row = Uint32Array.from({ length: b.length + 1 }, (_, index) => index);
  let next = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    next[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const replaced = row[j]! + (a[i] === b[j] ? 0 : 1);
      next[j + 1] = Math.min(replaced, row[j + 1]! + 1, next[j]! + 1);
    }
    [row, next] = [next, row];
  }
  return row[b.length]!;
}
