import { nGrams, sharedGrams } from './n-grams.ts';
import { porterStem } from './porter-stem.ts';

/** Which ROUGE: runs of one or two words, or the longest common subsequence. */
export type RougeType = 'rouge1' | 'rouge2' | 'rougeL';

/** All 0…1. */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  /** The harmonic mean of both. */
  readonly f1: number;
}

/** Words shorter than this are their own stems. */
const MIN_STEMMED = 4;

/** ROUGE of two texts, as Google's `rouge_score` computes it with its own tokenizer: only a–z and digits count. */
export function rougeScore(type: RougeType, output: string, reference: string, useStemmer = false): RougeScore {
  const [found, expected] = [rougeTokens(output, useStemmer), rougeTokens(reference, useStemmer)];
  if (type === 'rougeL') return scoreOf(commonLength(found, expected), found.length, expected.length);
  const n = type === 'rouge1' ? 1 : 2;
  const shared = sharedGrams(nGrams(found, n), nGrams(expected, n));
  return scoreOf(shared, found.length - n + 1, expected.length - n + 1);
}

function rougeTokens(text: string, useStemmer: boolean): readonly string[] {
  const tokens = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return useStemmer ? tokens.map((token) => (token.length < MIN_STEMMED ? token : porterStem(token))) : tokens;
}

function scoreOf(shared: number, found: number, expected: number): RougeScore {
  const precision = shared / Math.max(found, 1);
  const recall = shared / Math.max(expected, 1);
  const sum = precision + recall;
  return { precision, recall, f1: sum > 0 ? (2 * precision * recall) / sum : 0 };
}

/** Length of the longest sequence that is in both in this order, with gaps. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  let next = new Uint32Array(b.length + 1);
  for (const token of a) {
    for (let j = 0; j < b.length; j++) {
      next[j + 1] = token === b[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!);
    }
    [row, next] = [next, row];
  }
  return row[b.length]!;
}
