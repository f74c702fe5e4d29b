import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatIso, formatMoment } from '../../format/moment.ts';
import { StatusMark } from '../../ui/status.tsx';
import type { MlflowMetric, MlflowRunInfo } from '../api/runs.ts';
import type { KeyValue } from '../api/shapes.ts';

/** A run that was stopped did not fail. */
const STATUSES = { FINISHED: 'ok', FAILED: 'error', RUNNING: 'running' } as const;

/** How a run ended. */
export function RunStatus({ status }: { readonly status: string }): VNode {
  const known = STATUSES[status as keyof typeof STATUSES];
  return known ? <StatusMark status={known} /> : <span>{status.charAt(0) + status.slice(1).toLowerCase()}</span>;
}

/** Local time, in a title to the millisecond. */
export function Moment({ ms }: { readonly ms: number }): VNode {
  return <time title={formatIso(ms)}>{formatMoment(ms, Date.now())}</time>;
}

export function runDuration({ start_time: startMs, end_time: endMs }: MlflowRunInfo): string {
  return endMs ? formatDuration((endMs - startMs) * 1_000) : '–';
}

/** With six figures, or more where two decimals of a large number need them. */
export function metricValue({ value }: Pick<MlflowMetric, 'value'>): string {
  if (typeof value !== 'number') return value;
  const wholeDigits = Math.trunc(Math.abs(value)).toFixed().length;
  return String(Number(value.toPrecision(Math.min(Math.max(6, wholeDigits + 2), 17))));
}

/** Tags that MLflow's clients set for themselves stand last. */
export function byMlflowLast(a: Pick<KeyValue, 'key'>, b: Pick<KeyValue, 'key'>): number {
  return Number(a.key.startsWith('mlflow.')) - Number(b.key.startsWith('mlflow.')) || (a.key < b.key ? -1 : 1);
}
