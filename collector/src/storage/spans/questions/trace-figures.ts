import type { DurationBucket, FacetField, FacetsAnswer, HistogramAnswer, TimeBucket } from '@tracewright/schema';
import { ApiError } from '../../../errors.ts';
import type { TraceRow } from '../span-store.ts';
import { timeKey } from './aggregate.ts';
import type { LightRow } from './light-row.ts';
import { Quantiles } from './quantiles.ts';
import { type Interval, TimeBuckets } from './time-buckets.ts';

/** All but tags, which are not kept with the spans. */
export type StoredFacet = Exclude<FacetField, 'tags'>;

/** What facets take of a trace. */
export type FacetRow = Pick<
  TraceRow,
  'name' | 'status' | 'experimentId' | 'models' | 'service' | 'sessionId' | 'userId' | 'runId'
>;

/** Values of traces with their counts. @param rows the newest that match, at most `max` and one more if there are more */
export function facetsOf(
  rows: Iterable<FacetRow>,
  fields: readonly StoredFacet[],
  limit: number,
  max: number,
): FacetsAnswer {
  const counts = fields.map(() => new Map<string, number>());
  let counted = 0;
  let isPartial = false;
  for (const row of rows) {
    if (counted === max) {
      isPartial = true;
      break;
    }
    counted++;
    for (const [index, field] of fields.entries()) {
      const of = counts[index]!;
      for (const value of facetValues(field, row)) of.set(value, (of.get(value) ?? 0) + 1);
    }
  }
  const facets = fields.map((field, index) => {
    const values = [...counts[index]!].map(([value, count]) => ({ value, count }));
    values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { field, values: values.slice(0, limit), valueCount: values.length };
  });
  return { facets, counted, isPartial };
}

function facetValues(field: StoredFacet, row: FacetRow): readonly string[] {
  const text = { name: row.name, service: row.service, session: row.sessionId, user: row.userId, run: row.runId };
  switch (field) {
    case 'status':
      // One value with what a filter on it finds.
      return [row.status === 'unset' ? 'ok' : row.status];
    case 'experiment':
      return [row.experimentId];
    case 'model':
      return row.models;
    default:
      return text[field] === '' ? [] : [text[field]];
  }
}

/** What a histogram takes: when a trace began and what came of it. */
export const OUTCOME: readonly ['startMs', 'durationUs', 'status'] = ['startMs', 'durationUs', 'status'];

/** Buckets that a histogram over time may have, so that nobody is sent a year in seconds. */
const MAX_BUCKETS = 2_000;
/** Buckets of duration in a tenfold of it. */
const PER_DECADE = 10;

/**
 * Counts traces over time and by duration.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if there is no such zone, or the interval is too short for the time.
 */
export function histogramOf(
  rows: Iterable<Pick<LightRow, (typeof OUTCOME)[number]>>,
  interval: Interval,
  zone: string,
): HistogramAnswer {
  const buckets = new TimeBuckets(interval, zone);
  const byTime = new Map<number, { count: number; errors: number; readonly durations: Quantiles }>();
  const byDuration = new Map<number, { count: number; errors: number }>();
  for (const row of rows) {
    const start = buckets.startOf(row.startMs);
    const at = byTime.get(start) ?? { count: 0, errors: 0, durations: new Quantiles() };
    byTime.set(start, at);
    const isError = row.status === 'error' ? 1 : 0;
    at.count++;
    at.errors += isError;
    if (row.status === 'running') continue;
    at.durations.add(row.durationUs);
    const decade = decadeOf(row.durationUs);
    const like = byDuration.get(decade) ?? { count: 0, errors: 0 };
    byDuration.set(decade, { count: like.count + 1, errors: like.errors + isError });
  }
  return histogramAnswer({ interval, zone }, buckets, byTime, byDuration);
}

/** In which bucket of {@link HistogramAnswer.duration} a trace counts that took so long. */
export function decadeOf(durationUs: number): number {
  return Math.floor(Math.log10(Math.max(1, durationUs)) * PER_DECADE);
}

/** Traces that began in one bucket of time, and how long those of them took that have ended. */
export interface TimeCount {
  readonly count: number;
  readonly errors: number;
  readonly durations: Pick<Quantiles, 'count' | 'at'>;
}

/**
 * What has been counted, as an answer.
 *
 * @param byTime by where a bucket begins
 * @param byDuration by what {@link decadeOf} gives
 * @throws ApiError `INVALID_PARAMETER_VALUE` if the interval is too short for the time.
 */
export function histogramAnswer(
  asked: Pick<HistogramAnswer, 'interval' | 'zone'>,
  buckets: TimeBuckets,
  byTime: ReadonlyMap<number, TimeCount>,
  byDuration: ReadonlyMap<number, { readonly count: number; readonly errors: number }>,
): HistogramAnswer {
  let total = 0;
  for (const { count } of byTime.values()) total += count;
  return { ...asked, time: timeBuckets(byTime, buckets), duration: durationBuckets(byDuration), total };
}

function timeBuckets(found: ReadonlyMap<number, TimeCount>, buckets: TimeBuckets): readonly TimeBucket[] {
  const starts = [...found.keys()].sort((a, b) => a - b);
  const last = starts.at(-1) ?? 0;
  const all: TimeBucket[] = [];
  for (let start = starts[0] ?? 1; start <= last; start = buckets.nextOf(start)) {
    if (all.length === MAX_BUCKETS) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `interval: more than ${MAX_BUCKETS} buckets; ask for longer ones`);
    }
    const at = found.get(start);
    const hasEnded = at !== undefined && at.durations.count > 0;
    all.push({
      startNs: timeKey(start),
      count: at?.count ?? 0,
      errors: at?.errors ?? 0,
      p50Ms: hasEnded ? at.durations.at(0.5) / 1_000 : null,
      p95Ms: hasEnded ? at.durations.at(0.95) / 1_000 : null,
    });
  }
  return all;
}

function durationBuckets(
  found: ReadonlyMap<number, { readonly count: number; readonly errors: number }>,
): readonly DurationBucket[] {
  const decades = [...found.keys()].sort((a, b) => a - b);
  const [first = 0] = decades;
  const end = (decades.at(-1) ?? -1) + 1;
  const edgeMs = (decade: number): number => 10 ** (decade / PER_DECADE) / 1_000;
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => ({
    fromMs: edgeMs(first + index),
    toMs: edgeMs(first + index + 1),
    ...(found.get(first + index) ?? { count: 0, errors: 0 }),
  }));
}
