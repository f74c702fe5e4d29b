import { formatQuery } from '../url/query.ts';
import { momentMs } from '../url/time-range.ts';
import { SUBJECT_CONDITION } from './dash-questions.ts';
import type { DashState } from './dash-state.ts';
import { type GroupKey, groupCondition } from './group-key.ts';

/** Part of the figures of a page: all of them where nothing is said. */
export interface Mark {
  readonly group?: GroupKey | undefined;
  /** A bucket of time, ms since the Unix epoch. */
  readonly bucket?: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** A condition that the spans, or traces, fulfil besides, in the filter language. */
  readonly also?: string | undefined;
}

/** Address of the list of traces that a mark stands for. */
export function tracesBehind(state: DashState, { group, bucket, also }: Mark): string {
  const { filter, range, subject, split } = state;
  const isOfTraces = subject === 'traces';
  // A step can begin in a later bucket than its trace: its own time counts.
  const within = bucket && !isOfTraces ? `time >= '${iso(bucket.fromMs)}' AND time < '${iso(bucket.toMs)}'` : '';
  const conditions = [SUBJECT_CONDITION[subject], group ? groupCondition(split, group) : '', also ?? '', within]
    .filter(Boolean)
    .join(' AND ');
  const isOfSpans = !isOfTraces && conditions !== '';
  const own = filter.trim() !== '' && conditions !== '' ? `(${filter})` : filter;
  const q = [own, isOfSpans ? `has(${conditions})` : conditions].filter(Boolean).join(' AND ');
  const { from, to } = bucket && isOfTraces ? { from: String(bucket.fromMs), to: String(bucket.toMs) } : range;
  return `/traces${formatQuery({ q, from, to })}`;
}

/** Length of what the figures are of, seconds; undefined where the range has no beginning. */
export function rangeSeconds({ range }: DashState, nowMs: number): number | undefined {
  const fromMs = momentMs(range.from, nowMs);
  return fromMs === undefined ? undefined : ((momentMs(range.to, nowMs) ?? nowMs) - fromMs) / 1_000;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
