import type { AlertPreview, AlertPreviewRequest, AlertReading, AlertState } from '@tracewright/schema';
import type { AlertStanding } from '../storage/tracking/alerts/alert-store.ts';
import { leastCount } from './least-count.ts';
import { nextStanding } from './next-standing.ts';
import { type MetricDeps, readMetric } from './read-metric.ts';

const DAY_MS = 86_400_000;
/** Looks of a preview. */
const MAX_LOOKS = 200;
const LEAST_STEP_MS = 60_000;

/** What a rule would have done over the last days, looked at less often than it would be. */
export async function previewRule(
  workspaceId: string,
  rule: AlertPreviewRequest,
  deps: MetricDeps,
): Promise<AlertPreview> {
  const stepMs = Math.max(LEAST_STEP_MS, Math.ceil((rule.days * DAY_MS) / MAX_LOOKS / LEAST_STEP_MS) * LEAST_STEP_MS);
  const lastMs = Math.floor(deps.nowMs() / LEAST_STEP_MS) * LEAST_STEP_MS;
  const times = Array.from({ length: MAX_LOOKS }, (_, index) => lastMs - (MAX_LOOKS - 1 - index) * stepMs);
  const readings: AlertReading[] = [];
  const states: AlertState[] = [];
  let firings = 0;
  let standing: AlertStanding = { state: 'noData', sinceMs: null, badSinceMs: null, isTold: false, reading: null };
  for (const timeMs of times) {
    const reading = await readMetric(workspaceId, rule, timeMs, deps);
    const next = nextStanding(standing, reading, { ...rule, minCount: leastCount(rule) }, timeMs);
    standing = next.standing;
    if (next.change === 'firing') firings++;
    readings.push(reading);
    states.push(standing.state);
  }
  return {
    stepMs,
    timesNs: times.map((ms) => `${ms}000000`),
    values: readings.map(({ value }) => value),
    before: readings.map(({ before }) => before),
    counts: readings.map(({ count }) => count),
    states,
    firings,
  };
}
