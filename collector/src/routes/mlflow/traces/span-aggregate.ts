import type { AggregateGroup, AggregateInterval, StepKind } from '@tracewright/schema';
import { allOf } from '../../../filter/expression.ts';
import type { Dimension } from '../../../storage/spans/questions/aggregate.ts';
import type { MlflowContext } from '../endpoint.ts';
import type { Asked } from './metric-observations.ts';
import { aggregationLabel, type MetricAggregation, type MetricPoint } from './metric-points.ts';
import { typeOfKind } from './shown-attributes.ts';

/** What the store groups spans by itself. */
const DIMENSION: Readonly<Record<string, Dimension>> = {
  span_name: 'name',
  span_type: 'kind',
  span_status: 'status',
  span_model_name: 'model',
  span_model_provider: 'provider',
};
const INTERVAL: Readonly<Record<number, AggregateInterval>> = {
  1: '1s',
  10: '10s',
  60: '1m',
  300: '5m',
  900: '15m',
  3600: '1h',
  21600: '6h',
  86400: '1d',
};
const MAX_GROUPS = 1_000;
/** The store groups by three things at once. */
const MAX_BY = 3;

/** Figures that the store has of each group. */
const FIGURES: Readonly<
  Record<string, Readonly<Record<string, (group: AggregateGroup) => number | null | undefined>>>
> = {
  span_count: { COUNT: ({ count }) => count },
  latency: {
    AVG: ({ durationMs }) => durationMs && durationMs.sum / durationMs.count,
    SUM: ({ durationMs }) => durationMs?.sum,
    'P50.0': ({ durationMs }) => durationMs?.p50,
    'P95.0': ({ durationMs }) => durationMs?.p95,
    'P99.0': ({ durationMs }) => durationMs?.p99,
  },
  total_cost: { SUM: ({ costUsd }) => costUsd },
};

/** A question for figures of spans. */
export interface SpanFigures {
  readonly metric: string;
  readonly aggregations: readonly MetricAggregation[];
  readonly dimensions: readonly string[];
  readonly intervalSeconds: number | undefined;
}

/**
 * Figures of spans as the store sums them up from whole columns, so that millions of spans are no matter. Quantiles are
 * within one per cent. Undefined where something is asked that it has no figure for: then each span is to be looked at.
 */
export async function spanAggregate(
  { metric, aggregations, dimensions, intervalSeconds }: SpanFigures,
  asked: Asked,
  { traces, principal }: MlflowContext,
): Promise<readonly MetricPoint[] | undefined> {
  const figures = aggregations.map((one) => [aggregationLabel(one), FIGURES[metric]?.[aggregationLabel(one)]] as const);
  const interval = intervalSeconds === undefined ? undefined : INTERVAL[intervalSeconds];
  const by = [
    ...(intervalSeconds === undefined ? [] : ['time' as const]),
    ...dimensions.map((name) => DIMENSION[name]),
  ];
  if (figures.some(([, figure]) => figure === undefined) || by.includes(undefined) || by.length > MAX_BY)
    return undefined;
  if (intervalSeconds !== undefined && interval === undefined) return undefined;
  const names = [...(intervalSeconds === undefined ? [] : ['time_bucket']), ...dimensions];
  const { groups, isPartial } = await traces.spans.aggregate({
    workspaceId: principal.workspaceId,
    of: 'spans',
    filter: allOf(asked.spans, { type: 'trace', of: asked.traces }),
    by: by as readonly Dimension[],
    interval: interval ?? 'auto',
    zone: 'UTC',
    attribution: false,
    order: 'count',
    limit: MAX_GROUPS,
  });
  if (isPartial) return undefined;
  return groups.flatMap((group) => {
    const values = figures.flatMap(([label, figure]) => {
      const value = figure?.(group);
      return value == null ? [] : [[label, value] as const];
    });
    if (values.length === 0 || group.key.includes(null)) return [];
    const read = names.map((name, index) => [name, dimensionOf(name, group.key[index] ?? '')]);
    return [{ metric_name: metric, dimensions: Object.fromEntries(read), values: Object.fromEntries(values) }];
  });
}

function dimensionOf(name: string, value: string): string {
  if (name === 'span_type') return typeOfKind(value as StepKind);
  if (name === 'span_status') return value.toUpperCase();
  if (name !== 'time_bucket') return value;
  return new Date(Number(BigInt(value) / 1_000_000n)).toISOString().replace(/\.\d+Z$/, '+00:00');
}
