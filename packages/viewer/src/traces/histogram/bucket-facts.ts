import type { HistogramAnswer, TimeBucket } from '@tracewright/schema';
import { formatDuration } from '../../format/duration.ts';
import { formatMoment } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { type BucketRange, bucketMs } from './buckets.ts';

/** One bucket in words. */
export function bucketFacts(histogram: HistogramAnswer, at: number): string {
  const { p50Ms, p95Ms } = histogram.time[at] ?? { p50Ms: null, p95Ms: null };
  const latency =
    p50Ms === null || p95Ms === null
      ? []
      : [`p50 ${formatDuration(p50Ms * 1_000)}`, `p95 ${formatDuration(p95Ms * 1_000)}`];
  return [rangeFacts(histogram, { anchor: at, head: at }), ...latency].join(' · ');
}

/** A stretch of time in words. */
export function rangeFacts(histogram: HistogramAnswer, { anchor, head }: BucketRange): string {
  const [first, last] = [Math.min(anchor, head), Math.max(anchor, head)];
  const nowMs = Date.now();
  const [fromMs] = bucketMs(histogram, first);
  const [, toMs] = bucketMs(histogram, last);
  const buckets = histogram.time.slice(first, last + 1);
  const count = sum(buckets, (bucket) => bucket.count);
  const errors = sum(buckets, (bucket) => bucket.errors);
  return [
    `${formatMoment(fromMs, nowMs)} – ${formatMoment(toMs, nowMs)}`,
    `${formatCount(count)} ${count === 1 ? 'trace' : 'traces'}`,
    ...(errors > 0 ? [`${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'}`] : []),
  ].join(' · ');
}

function sum(buckets: readonly TimeBucket[], value: (bucket: TimeBucket) => number): number {
  return buckets.reduce((total, bucket) => total + value(bucket), 0);
}
