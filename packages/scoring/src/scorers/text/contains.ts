import { type ComparedOptions, codeScorer, expectedOf, outputOf, textOf, textsOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { comparable, type TextRules } from './text-rules.ts';

/** Whether the output contains what is expected: of a list, all of it or any. */
export function contains(options: ComparedOptions & TextRules & { readonly mode?: 'all' | 'any' } = {}): Scorer {
  const { mode = 'all', ignoreCase, ignoreSpace } = options;
  return codeScorer(
    options.name ?? 'contains',
    {
      score(row) {
        const output = comparable(textOf(outputOf(row, options)), options);
        const wanted = textsOf(expectedOf(row, options));
        const missing = wanted.filter((text) => !output.includes(comparable(text, options)));
        const value = mode === 'all' ? missing.length === 0 : missing.length < wanted.length;
        return missing.length === 0 ? { value } : { value, rationale: `missing: ${missing.join(', ')}` };
      },
    },
    { mode, ignoreCase, ignoreSpace },
  );
}
