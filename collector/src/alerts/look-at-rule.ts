import type { AlertReading } from '@tracewright/schema';
import type { AlertLook, AlertStore, NewAlertEvent, StoredAlert } from '../storage/tracking/alerts/alert-store.ts';
import { leastCount } from './least-count.ts';
import { nextStanding } from './next-standing.ts';
import { type MetricDeps, readMetric } from './read-metric.ts';

/** What rules are looked at with. */
export interface LookDeps {
  readonly alerts: Pick<AlertStore, 'record'>;
  readonly metrics: MetricDeps;
  readonly newId: () => string;
}

const NO_READING: AlertReading = { value: null, before: null, count: 0 };

/**
 * Looks at a rule and writes down what has come of it, together: that it fires, or no longer does, and that somebody is
 * to be told. Nothing is told while it is silenced; after that it is told what still fires, and what no longer does of
 * which somebody was told before.
 */
export async function lookAtRule(rule: StoredAlert, nowMs: number, deps: LookDeps): Promise<void> {
  const look = rule.isEnabled ? await lookOf(rule, nowMs, deps) : notLooked(rule, nowMs);
  await deps.alerts.record(rule, look);
}

async function lookOf(rule: StoredAlert, nowMs: number, { metrics, newId }: LookDeps): Promise<AlertLook> {
  let reading: AlertReading;
  try {
    reading = await readMetric(rule.workspaceId, rule, nowMs, metrics);
  } catch (error) {
    // As long as nobody can look, nothing is known to have changed.
    const problem = error instanceof Error ? error.message : String(error);
    return { ...notLooked(rule, nowMs), problem };
  }
  const { standing, change } = nextStanding(rule, reading, { ...rule, minCount: leastCount(rule) }, nowMs);
  const isSilenced = rule.silencedUntilMs !== null && nowMs < rule.silencedUntilMs;
  const events: NewAlertEvent[] = [];
  let { isTold } = rule;
  const note = (kind: NewAlertEvent['kind'], isToBeTold: boolean): void => {
    events.push({ id: newId(), kind, reading, isSilenced, isToBeTold: isToBeTold && rule.webhook !== null });
  };
  if (standing.state === 'firing' && !isTold && !isSilenced) {
    note('firing', true);
    isTold = true;
  } else if (change === 'firing') {
    note('firing', false);
  } else if (change === 'resolved') {
    // Whoever was told that it fires is told that it no longer does.
    note('resolved', isTold && !isSilenced);
    isTold &&= isSilenced;
  } else if (standing.state === 'ok' && isTold && !isSilenced) {
    // It was over while it was silenced, or is since it was changed.
    note('resolved', true);
    isTold = false;
  }
  return {
    atMs: nowMs,
    nextMs: nextLook(rule, nowMs),
    standing: { ...standing, isTold },
    problem: null,
    events,
  };
}

function notLooked(rule: StoredAlert, nowMs: number): AlertLook {
  const { state, sinceMs, badSinceMs, isTold, reading } = rule;
  const standing = { state, sinceMs, badSinceMs, isTold, reading: reading ?? NO_READING };
  return { atMs: nowMs, nextMs: nextLook(rule, nowMs), standing, problem: null, events: [] };
}

/** At whole steps of its own, so that looks do not wander. */
function nextLook({ everyMs }: StoredAlert, nowMs: number): number {
  return (Math.floor(nowMs / everyMs) + 1) * everyMs;
}
