import { recordedValue } from '../../row/recorded-value.ts';
import { atLeast, type ComparedOptions, codeScorer, expectedOf, outputOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { similarity as textSimilarity } from '../text/levenshtein.ts';
import { jsonOf } from './json-value.ts';

export interface JsonSimilarityOptions extends ComparedOptions {
  readonly threshold?: number;
  /** Takes JSON in a fence of Markdown for JSON. Default false. */
  readonly allowFence?: boolean;
}

/**
 * How near the output's JSON comes to what is expected, 0…1: the mean over all places that either has. Texts count by
 * their Levenshtein similarity, numbers by how near they are, lists place by place.
 */
export function jsonSimilarity(options: JsonSimilarityOptions = {}): Scorer {
  const { threshold, allowFence = false } = options;
  return codeScorer(
    options.name ?? 'json_similarity',
    {
      range: [0, 1],
      ...atLeast(threshold),
      score(row) {
        const output = jsonOf(recordedValue(outputOf(row, options)), allowFence);
        const expected = expectedOf(row, options);
        return {
          value: similarity(output, typeof expected === 'string' ? jsonOf(expected, false) : recordedValue(expected)),
        };
      },
    },
    { threshold, allowFence },
  );
}

function similarity(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return textSimilarity(a, b);
  if (typeof a === 'number' && typeof b === 'number') return numberSimilarity(a, b);
  if (!isStructure(a) || !isStructure(b) || Array.isArray(a) !== Array.isArray(b)) return a === b ? 1 : 0;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (keys.size === 0) return 1;
  let sum = 0;
  for (const key of keys) {
    if (Object.hasOwn(a, key) && Object.hasOwn(b, key)) sum += similarity(a[key], b[key]);
  }
  return sum / keys.size;
}

/** 1 for the same number, 0 for one twice as large or of the other sign. */
function numberSimilarity(a: number, b: number): number {
  const largest = Math.max(Math.abs(a), Math.abs(b));
  return largest === 0 ? 1 : Math.max(0, 1 - Math.abs(a - b) / largest);
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
