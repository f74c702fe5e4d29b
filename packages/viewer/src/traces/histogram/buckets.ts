import type { HistogramAnswer, TimeBucket } from '@tracewright/schema';
import { epochMs } from '../../format/moment.ts';
import type { TimeRange } from '../../url/time-range.ts';

/** Buckets from one up to and with another, in whichever order they were chosen. */
export interface BucketRange {
  readonly anchor: number;
  readonly head: number;
}

const INTERVAL_MS: Readonly<Record<HistogramAnswer['interval'], number>> = {
  '1s': 1_000,
  '10s': 10_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '1d': 86_400_000,
  '1w': 604_800_000,
};

/** Start of a bucket and start of the one after it, ms since the Unix epoch. */
export function bucketMs({ time, interval }: HistogramAnswer, at: number): readonly [number, number] {
  const startMs = epochMs(time[at]?.startNs ?? '');
  const next = time[at + 1];
  // Days of a time zone are not all as long: only behind the last bucket is their usual length all that is known.
  return [startMs, next ? epochMs(next.startNs) : startMs + INTERVAL_MS[interval]];
}

/** The time that some buckets cover together, as a page's URL has it. */
export function rangeOfBuckets(histogram: HistogramAnswer, { anchor, head }: BucketRange): TimeRange {
  const [from] = bucketMs(histogram, Math.min(anchor, head));
  const [, to] = bucketMs(histogram, Math.max(anchor, head));
  return { from: String(from), to: String(to) };
}

/** Where in the chart something lies. @param share From the left, 0 to 1. */
export function bucketAt(count: number, share: number): number {
  return Math.min(Math.max(Math.floor(share * count), 0), count - 1);
}

/**
 * What fills the height of the chart, in ms: the second largest p95 of many, so that one outlier does not flatten all
 * others, at least 1.
 */
export function latencyTopMs(time: readonly TimeBucket[]): number {
  const sorted = time.flatMap(({ p95Ms }) => p95Ms ?? []).sort((a, b) => b - a);
  const top = sorted.length > 20 ? (sorted[1] ?? 1) : (sorted[0] ?? 1);
  return Math.max(1, top);
}
