import type { DayCounts } from './add-to-day.ts';
import type { ScoringOutcome, UsedUp } from './online-work-store.ts';

/** What was used, as the table counts it. */
export function usedOf({ moreCalls, tokens, costNanoUsd, unpricedCalls }: UsedUp): Partial<DayCounts> {
  return { calls: moreCalls, tokens, cost_nano_usd: costNanoUsd, unpriced_calls: unpricedCalls };
}

/** What came of a trace, as the table counts it. */
export function saidOf(outcome: ScoringOutcome): Partial<DayCounts> {
  if (outcome.type === 'error') return { errors: 1 };
  if (outcome.type === 'overBudget') return { over_budget: 1 };
  const { number, passed } = outcome;
  return {
    scored: 1,
    ...(number !== undefined && { numbers: 1, number_sum: number }),
    ...(passed !== null && { judged: 1, passed: passed ? 1 : 0 }),
  };
}
