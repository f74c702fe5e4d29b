import type { AggregateAnswer } from '@tracewright/schema';
import { filterValue } from '../format/filter-literal.ts';
import type { Percentile } from './dash-state.ts';

/** What a model costs and brings. */
export interface ModelPoint {
  readonly provider: string | null;
  readonly model: string;
  readonly calls: number;
  /** USD a call; null: unpriced. */
  readonly costUsd: number | null;
  /** True where the cost is a lower bound. */
  readonly isCostPartial: boolean;
  readonly latencyMs: number | null;
  /** Mean of the feedback on traces that called it; null: none. */
  readonly score: number | null;
}

/** One of the models of an answer. */
export interface ModelId {
  readonly provider: string | null;
  readonly model: string;
}

/** The condition that the calls of a model fulfil. */
export function modelCondition({ provider, model }: ModelId): string {
  const of = provider === null ? 'provider IS NULL' : `provider = ${filterValue(provider)}`;
  return `kind = llm AND model = ${filterValue(model)} AND ${of}`;
}

/** The condition that the traces of a model fulfil, whoever provides it: they know it without a look at their spans. */
export function modelTraces({ model }: ModelId): string {
  return `model = ${filterValue(model)}`;
}

/** Reads the models of an answer, those first that are called most. @param scores By place in the answer. */
export function modelPoints(
  answer: AggregateAnswer,
  percentile: Percentile,
  scores: readonly (number | null)[],
): readonly ModelPoint[] {
  return modelIds(answer).map((id, at) => {
    const { count, costUsd, isCostPartial, durationMs } = answer.groups[at]!;
    return {
      ...id,
      calls: count,
      costUsd: costUsd === null ? null : costUsd / count,
      isCostPartial,
      latencyMs: durationMs?.[percentile] ?? null,
      score: scores[at] ?? null,
    };
  });
}

export function modelIds(answer: AggregateAnswer): readonly ModelId[] {
  return answer.groups.map(({ key: [provider = null, model = null] }) => ({ provider, model: model ?? '' }));
}
