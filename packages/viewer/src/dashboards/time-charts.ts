import type { AggregateAnswer, AggregateGroup, LatencyQuantiles } from '@tracewright/schema';
import { epochMs } from '../format/moment.ts';
import { bucketStarts } from './bucket-starts.ts';
import type { DashState, Percentile } from './dash-state.ts';
import type { FigureUnit } from './figure.ts';
import { type GroupKey, groupName } from './group-key.ts';

/** One line or one layer of bars. */
export interface TimeSeries {
  readonly name: string;
  /** One value per bucket; null: nothing was measured. */
  readonly values: readonly (number | null)[];
  /** What the marks stand for, besides their bucket. */
  readonly group?: GroupKey;
  readonly also?: string;
}

/** Something drawn over time. */
export interface TimeChart {
  readonly title: string;
  readonly unit: FigureUnit;
  /** Bars are stacked. */
  readonly form: 'line' | 'bar';
  /** Starts of the buckets, ms since the Unix epoch; the last is the end of the last one. */
  readonly startsMs: readonly number[];
  readonly series: readonly TimeSeries[];
}

type Read = (group: AggregateGroup) => number | null;

/** The charts of an answer over time. @param groups In the order in which they are drawn; empty where nothing is split. */
export function timeCharts(
  answer: AggregateAnswer,
  state: DashState,
  groups: readonly GroupKey[],
): readonly TimeChart[] {
  const startsMs = bucketStarts(
    answer.groups.map(({ key }) => epochMs(key[0] ?? '')),
    answer.interval ?? '1h',
  );
  const place = new Map(answer.groups.map((group) => [cellOf(epochMs(group.key[0] ?? ''), group.key.slice(1)), group]));
  const valuesOf = (key: GroupKey, read: Read, empty: number | null) =>
    startsMs.slice(0, -1).map((startMs) => {
      const group = place.get(cellOf(startMs, key));
      return group ? read(group) : empty;
    });
  const { split, percentile, subject } = state;
  const isSplit = split !== 'none';
  /** A chart with a series per group, or one for each of some readings of all. */
  const chart = (
    title: string,
    unit: FigureUnit,
    form: TimeChart['form'],
    reads: Readonly<Record<string, Read>>,
    by: Read,
  ): TimeChart => {
    const empty = form === 'bar' ? 0 : null;
    const series = isSplit
      ? groups.map((group) => ({ name: groupName(split, group), values: valuesOf(group, by, empty), group }))
      : Object.entries(reads).map(([name, read]) => ({
          name,
          values: valuesOf([], read, empty),
          ...(name === 'failed' && { also: 'status = error' }),
        }));
    return { title, unit, form, startsMs, series };
  };
  const noun = { llm: 'LLM calls', steps: 'Steps', traces: 'Traces' }[subject];
  const ofSpans = [
    chart(
      'Time to first token',
      'ms',
      'line',
      percentiles((group) => group.ttftMs),
      (group) => group.ttftMs?.[percentile] ?? null,
    ),
    chart(
      'Output tokens per second',
      'perSecond',
      'line',
      { median: (group) => group.tokensPerSecond?.p50 ?? null },
      (group) => group.tokensPerSecond?.p50 ?? null,
    ),
  ];
  return [
    chart(
      'Latency',
      'ms',
      'line',
      percentiles((group) => group.durationMs),
      (group) => group.durationMs?.[percentile] ?? null,
    ),
    ...(subject === 'traces' ? [] : ofSpans),
    chart(
      noun,
      'count',
      'bar',
      { succeeded: (group) => group.count - group.errors, failed: (group) => group.errors },
      (group) => group.count,
    ),
    chart('Error rate', 'share', 'line', { 'error rate': errorRate }, errorRate),
    chart(
      'Tokens',
      'count',
      'bar',
      { input: (group) => group.inputTokens ?? 0, output: (group) => group.outputTokens ?? 0 },
      (group) => (group.inputTokens ?? 0) + (group.outputTokens ?? 0),
    ),
    chart('Cost', 'usd', 'bar', { cost: (group) => group.costUsd ?? 0 }, (group) => group.costUsd ?? 0),
  ];
}

export function errorRate({ count, errors }: AggregateGroup): number | null {
  return count === 0 ? null : errors / count;
}

function percentiles(of: (group: AggregateGroup) => LatencyQuantiles | null): Readonly<Record<Percentile, Read>> {
  return {
    p50: (group) => of(group)?.p50 ?? null,
    p95: (group) => of(group)?.p95 ?? null,
    p99: (group) => of(group)?.p99 ?? null,
  };
}

/** One place in the answer: a bucket of one group. */
function cellOf(startMs: number, key: GroupKey): string {
  return `${startMs} ${JSON.stringify(key)}`;
}
