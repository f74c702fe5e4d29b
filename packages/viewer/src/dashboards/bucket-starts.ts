import type { AggregateInterval } from '@tracewright/schema';

type Interval = Exclude<AggregateInterval, 'auto'>;

const FIXED_MS: Readonly<Partial<Record<Interval, number>>> = {
  '1s': 1_000,
  '10s': 10_000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
};
const HOURS: Readonly<Partial<Record<Interval, number>>> = { '6h': 6, '1d': 24, '1w': 168 };
/** Whatever an answer says, no more are laid out. */
const MAX_BUCKETS = 2_000;

/**
 * Every bucket from the first to the last of an answer, those included in which nothing happened, and the end of the
 * last one. Long ones follow the clock of this machine, whose days can have 23 or 25 hours.
 *
 * @param known Starts of buckets with something in them, ms since the Unix epoch, in any order.
 */
export function bucketStarts(known: readonly number[], interval: Interval): readonly number[] {
  const firstMs = Math.min(...known);
  const lastMs = Math.max(...known);
  const starts: number[] = [];
  if (!Number.isFinite(firstMs) || !Number.isFinite(lastMs)) return starts;
  for (let startMs = firstMs; starts.length < MAX_BUCKETS; startMs = next(startMs, interval)) {
    starts.push(startMs);
    if (startMs > lastMs) break;
  }
  return starts;
}

function next(startMs: number, interval: Interval): number {
  const fixed = FIXED_MS[interval];
  if (fixed !== undefined) return startMs + fixed;
  const date = new Date(startMs);
  date.setHours(date.getHours() + HOURS[interval]!);
  return date.getTime();
}
