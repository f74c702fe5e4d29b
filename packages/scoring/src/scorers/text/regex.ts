import { type ComparedOptions, codeScorer, outputOf, textOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';

/** Whether a pattern is found in the output; `^…$` for all of it. */
export function regex(pattern: RegExp, options: Omit<ComparedOptions, 'expected'> = {}): Scorer {
  // One with the flags g or y remembers where it was.
  const stateless = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''));
  return codeScorer(
    options.name ?? 'regex',
    { score: (row) => ({ value: stateless.test(textOf(outputOf(row, options))) }) },
    { pattern: String(pattern) },
  );
}
