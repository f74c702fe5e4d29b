import { atLeast, type ComparedOptions, codeScorer, expectedOf, outputOf, textOf, textsOf } from '../code-scorer.ts';
import type { ScoredRow, Scorer } from '../scorer.ts';
import { type BleuPair, corpusBleu, sentenceBleu } from './bleu-score.ts';

/**
 * BLEU against one or several references, 0…1, as sacrebleu has it by default. The run has BLEU of the whole corpus as
 * `<name>/corpus` besides: the figure that papers compare.
 */
export function bleu(options: ComparedOptions & { readonly threshold?: number } = {}): Scorer {
  const { threshold, name = 'bleu' } = options;
  return codeScorer(
    name,
    {
      range: [0, 1],
      ...atLeast(threshold),
      score: (row) => ({ value: sentenceBleu(pairOf(row, options)) }),
      metrics: (rows) => ({ [`${name}/corpus`]: corpusBleu(rows.map((row) => pairOf(row, options))) }),
    },
    { threshold, tokenizer: '13a', smoothing: 'exp' },
  );
}

function pairOf(row: Pick<ScoredRow, 'outputs' | 'expectations'>, options: ComparedOptions): BleuPair {
  const scored = row as ScoredRow;
  return { output: textOf(outputOf(scored, options)), references: textsOf(expectedOf(scored, options)) };
}
