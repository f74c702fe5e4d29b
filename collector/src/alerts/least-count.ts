import type { NewAlertRule } from '@tracewright/schema';

/** How many traces or judgements a rule's figure has to stand on. A count stands on nothing, and few are just what it tells. */
export function leastCount({ metric, minCount }: Pick<NewAlertRule, 'metric' | 'minCount'>): number {
  if (metric.kind === 'budget') return 0;
  return metric.kind !== 'drift' && metric.figure === 'count' ? 0 : minCount;
}
