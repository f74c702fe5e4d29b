/** How relevant documents are, by their ids; what is not in it is not relevant. */
export type Relevance = ReadonlyMap<string, number>;

/** Share of the first `k` that are relevant; places that were left empty count as not. */
export function precisionAt(ranked: readonly string[], relevance: Relevance, k: number): number {
  return hits(ranked, relevance, k) / k;
}

/** Share of the relevant ones that are among the first `k`. NaN where nothing is relevant. */
export function recallAt(ranked: readonly string[], relevance: Relevance, k: number): number {
  return hits(ranked, relevance, k) / [...relevance.values()].filter((grade) => grade > 0).length;
}

/** 1 over the rank of the first relevant one, 0 where there is none. */
export function reciprocalRank(ranked: readonly string[], relevance: Relevance): number {
  const at = ranked.findIndex((id) => (relevance.get(id) ?? 0) > 0);
  return at < 0 ? 0 : 1 / (at + 1);
}

/**
 * Gain of the first `k`, each by its grade over the logarithm of its rank, over that of the best order (Järvelin and
 * Kekäläinen, with the grades as gains as trec_eval has it). NaN where nothing is relevant.
 */
export function ndcgAt(ranked: readonly string[], relevance: Relevance, k: number): number {
  const ideal = [...relevance.values()].sort((a, b) => b - a);
  return gain(ranked.slice(0, k).map((id) => relevance.get(id) ?? 0)) / gain(ideal.slice(0, k));
}

function hits(ranked: readonly string[], relevance: Relevance, k: number): number {
  return ranked.slice(0, k).filter((id) => (relevance.get(id) ?? 0) > 0).length;
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
}
