import type { LogFailure } from './log-failure.ts';
import type { LoggedMetric, RunBatch } from './runs.ts';

/** One value on its way to a run. */
export type LogEntry =
  | { readonly kind: 'metric'; readonly key: string; readonly metric: LoggedMetric }
  | { readonly kind: 'param' | 'tag'; readonly key: string; readonly value: string };

/** What a server takes in one request. */
const MOST = { metric: 1_000, param: 100, tag: 100 } as const;
const MOST_ENTRIES = 1_000;

/** How many entries from the first on fit into one request. */
export function countFitting(entries: readonly LogEntry[]): number {
  const count = { metric: 0, param: 0, tag: 0 };
  let fitting = 0;
  for (const { kind } of entries) {
    if (fitting === MOST_ENTRIES || count[kind] === MOST[kind]) break;
    count[kind]++;
    fitting++;
  }
  return fitting;
}

export function batchOf(entries: readonly LogEntry[]): RunBatch {
  return {
    metrics: entries.flatMap((entry) => (entry.kind === 'metric' ? [entry.metric] : [])),
    params: entries.flatMap((entry) => (entry.kind === 'param' ? [{ key: entry.key, value: entry.value }] : [])),
    tags: entries.flatMap((entry) => (entry.kind === 'tag' ? [{ key: entry.key, value: entry.value }] : [])),
  };
}

export function failureOf(entry: LogEntry, error: Error): LogFailure {
  const { kind, key } = entry;
  if (entry.kind !== 'metric') return { kind, key, value: entry.value, error };
  return { kind, key, value: entry.metric.value, step: entry.metric.step, error };
}
