/** One observation: in which group it falls, and its value; undefined where it is only counted. */
export interface Observation {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number | undefined;
}

export interface MetricAggregation {
  readonly aggregation_type: 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX' | 'PERCENTILE';
  /** 0–100, of percentiles alone. */
  readonly percentile_value?: number | undefined;
}

export interface MetricPoint {
  readonly metric_name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

/** Groups observations and sums each group up; groups come in the order of their dimensions, the first of them first. */
export function metricPoints(
  name: string,
  observations: readonly Observation[],
  aggregations: readonly MetricAggregation[],
): readonly MetricPoint[] {
  const groups = new Map<string, { readonly dimensions: Observation['dimensions']; count: number; values: number[] }>();
  for (const { dimensions, value } of observations) {
    const key = JSON.stringify(Object.values(dimensions));
    const group = groups.get(key) ?? { dimensions, count: 0, values: [] };
    group.count++;
    if (value !== undefined) group.values.push(value);
    groups.set(key, group);
  }
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return ordered.flatMap(({ dimensions, count, values }) => {
    values.sort((a, b) => a - b);
    const figures = aggregations.flatMap((aggregation) => {
      const figure = figureOf(aggregation, count, values);
      return figure === undefined ? [] : [[aggregationLabel(aggregation), figure] as const];
    });
    return figures.length === 0 ? [] : [{ metric_name: name, dimensions, values: Object.fromEntries(figures) }];
  });
}

/** @param values ascending; undefined where there are none */
function figureOf(
  { aggregation_type: type, percentile_value: percent = 0 }: MetricAggregation,
  count: number,
  values: readonly number[],
): number | undefined {
  if (type === 'COUNT') return count;
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (type) {
    case 'SUM':
      return sum;
    case 'AVG':
      return sum / values.length;
    case 'MIN':
      return values[0];
    case 'MAX':
      return values.at(-1);
    case 'PERCENTILE':
      return percentile(values, percent / 100);
  }
}

/** Between two values it lies on the line from one to the other, as in SQL's `percentile_cont`. */
function percentile(values: readonly number[], part: number): number {
  const place = part * (values.length - 1);
  const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/** What a figure is called: Python writes whole numbers of the type float with a digit behind the point. */
export function aggregationLabel({ aggregation_type: type, percentile_value: percent = 0 }: MetricAggregation): string {
  if (type !== 'PERCENTILE') return type;
  return `P${Number.isInteger(percent) ? percent.toFixed(1) : percent}`;
}
