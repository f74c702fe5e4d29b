import { isDeepStrictEqual } from 'node:util';
import { recordedValue } from '../../row/recorded-value.ts';
import { type ComparedOptions, codeScorer, expectedOf, outputOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { comparable, type TextRules } from './text-rules.ts';

/** Whether the output is what is expected: texts under the rules, anything else as JSON, whatever the order of its keys. */
export function exactMatch(options: ComparedOptions & TextRules = {}): Scorer {
  const { ignoreCase, ignoreSpace } = options;
  return codeScorer(
    options.name ?? 'exact_match',
    {
      score(row) {
        const [output, expected] = [outputOf(row, options), expectedOf(row, options)];
        if (typeof output === 'string' && typeof expected === 'string') {
          return { value: comparable(output, options) === comparable(expected, options) };
        }
        return { value: isDeepStrictEqual(recordedValue(output), recordedValue(expected)) };
      },
    },
    { ignoreCase, ignoreSpace },
  );
}
