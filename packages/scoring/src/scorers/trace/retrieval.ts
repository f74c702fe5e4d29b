import { type ComparedOptions, codeScorer, expectedOf } from '../code-scorer.ts';
import type { ScoredRow, Scorer } from '../scorer.ts';
import { ScorerError } from '../scorer-error.ts';
import { ndcgAt, precisionAt, type Relevance, recallAt, reciprocalRank } from './ranking.ts';

export interface RetrievalOptions extends Pick<ComparedOptions, 'expected'> {
  /** How many of the documents that were found count. Default 5. */
  readonly k?: number;
  /** Ids of what was found, the best first. Default: the documents of the row's trace. */
  readonly documents?: (row: ScoredRow) => readonly string[];
}

/**
 * How well documents were found: `precision_at_k`, `recall_at_k`, `mrr` and `ndcg_at_k`, each 0…1. The expectation
 * `expected_documents` has their ids, or objects of `id` and `relevance`.
 */
export function retrieval(options: RetrievalOptions = {}): Scorer {
  const { k = 5, documents = foundIn } = options;
  const names = [`precision_at_${k}`, `recall_at_${k}`, 'mrr', `ndcg_at_${k}`] as const;
  return codeScorer(
    'retrieval',
    {
      names,
      range: [0, 1],
      score(row) {
        const relevance = relevanceOf(expectedOf(row, options, 'expected_documents'));
        // What was found twice was found once.
        const ranked = [...new Set(documents(row))];
        const values = [
          precisionAt(ranked, relevance, k),
          recallAt(ranked, relevance, k),
          reciprocalRank(ranked, relevance),
          ndcgAt(ranked, relevance, k),
        ];
        return names.map((name, at) => ({ name, value: values[at]! }));
      },
    },
    { k },
  );
}

function foundIn({ trace }: ScoredRow): readonly string[] {
  return trace.documents.map(({ id }) => {
    if (id !== undefined) return id;
    throw new ScorerError('TRACE_INCOMPLETE', 'a document that was found has no id: say by `documents` what they are');
  });
}

function relevanceOf(expected: unknown): Relevance {
  const items = Array.isArray(expected) ? (expected as readonly unknown[]) : [expected];
  const relevance = new Map(items.map(gradeOf));
  if ([...relevance.values()].some((grade) => grade > 0)) return relevance;
  throw new ScorerError('EXPECTATION_MISSING', 'no document is relevant for the row: there is nothing to be found');
}

function gradeOf(item: unknown): readonly [string, number] {
  if (typeof item !== 'object' || item === null) return [String(item), 1];
  const { id, relevance = 1 } = item as { readonly id?: unknown; readonly relevance?: unknown };
  if (id !== undefined && typeof relevance === 'number' && relevance >= 0) return [String(id), relevance];
  throw new ScorerError('VALUE_UNSUITABLE', 'expected documents are ids, or objects of id and relevance from 0');
}
