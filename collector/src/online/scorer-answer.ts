import type { OnlineScorer, OnlineUsage } from '@tracewright/schema';
import type { OnlineScorerStore, ScorerDay, StoredScorer } from '../storage/tracking/online/online-scorer-store.ts';
import { sourceIdOf } from './scorers/rule-scorer.ts';

const DAYS = 14;
const DAY_MS = 86_400_000;
const FAILURES = 5;

/** Scorers as pages show them, with what they did of late. */
export async function scorerAnswers(
  workspaceId: string,
  scorers: readonly StoredScorer[],
  store: OnlineScorerStore,
  nowMs: number,
): Promise<readonly OnlineScorer[]> {
  const today = dayOf(nowMs);
  const [days, waiting] = await Promise.all([
    store.days(workspaceId, dayOf(nowMs - (DAYS - 1) * DAY_MS)),
    store.waiting(workspaceId),
  ]);
  return Promise.all(
    scorers.map(async ({ failuresInRow: _, createdMs, updatedMs, ...scorer }) => {
      const used = (days.get(scorer.id) ?? []).map(usageOf);
      return {
        ...scorer,
        sourceId: sourceIdOf(scorer.name, scorer.rule),
        waiting: waiting.get(scorer.id) ?? 0,
        today: used.find(({ day }) => day === today) ?? usageOf({ ...NOTHING, day: today }),
        days: used,
        failures: (await store.failures(workspaceId, scorer.id, FAILURES)).map(({ atMs, ...failure }) => ({
          ...failure,
          atNs: nsOf(atMs),
        })),
        createdNs: nsOf(createdMs),
        updatedNs: nsOf(updatedMs),
      };
    }),
  );
}

const NOTHING: Omit<ScorerDay, 'day'> = {
  ...{ scored: 0, errors: 0, overBudget: 0, calls: 0, tokens: 0, costNanoUsd: 0, unpricedCalls: 0 },
  ...{ numbers: 0, numberSum: 0, judged: 0, passed: 0 },
};

function usageOf({ costNanoUsd, numbers, numberSum, judged, passed, ...day }: ScorerDay): OnlineUsage {
  return {
    ...day,
    costUsd: costNanoUsd / 1e9,
    meanScore: numbers === 0 ? null : numberSum / numbers,
    passRate: judged === 0 ? null : passed / judged,
  };
}

/** UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function nsOf(ms: number): string {
  return `${Math.round(ms)}000000`;
}
