import type { Score, ScoreContext, ScoredRow, Scorer } from '@tracewright/scoring';

/** A scorer of a test, whose function says all. */
export function codeScorer(
  name: string,
  score: (row: ScoredRow, context: ScoreContext) => Score | readonly Score[] | Promise<Score>,
  more: Partial<Scorer> = {},
): Scorer {
  return { name, source: { kind: 'code', id: name }, direction: 'higher', score, ...more };
}
