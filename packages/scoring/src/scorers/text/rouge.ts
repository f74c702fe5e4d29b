import { atLeast, type ComparedOptions, codeScorer, expectedOf, outputOf, textOf, textsOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { type RougeScore, type RougeType, rougeScore } from './rouge-score.ts';

export interface RougeOptions extends ComparedOptions {
  /** Default `rougeL`. */
  readonly type?: RougeType;
  /** Default `f1`. */
  readonly part?: keyof RougeScore;
  /** Compares the stems of English words. Default false. */
  readonly useStemmer?: boolean;
  readonly threshold?: number;
}

/** ROUGE against a reference, of several the best, 0…1, as `rouge_score` has it. */
export function rouge(options: RougeOptions = {}): Scorer {
  const { type = 'rougeL', part = 'f1', useStemmer = false, threshold } = options;
  return codeScorer(
    options.name ?? type,
    {
      range: [0, 1],
      ...atLeast(threshold),
      score(row) {
        const output = textOf(outputOf(row, options));
        const scores = textsOf(expectedOf(row, options)).map((text) => rougeScore(type, output, text, useStemmer));
        const best = scores.reduce((a, b) => (b.f1 > a.f1 ? b : a));
        return { value: best[part] };
      },
    },
    { type, part, useStemmer, threshold },
  );
}
