import { numericScore, shareOfBest } from '@tracewright/schema';
import type { CallGate, ResultRow, Scorer } from '@tracewright/scoring';
import { mean, quantiles, standardDeviation } from '@tracewright/statistics';
import type { TrialSpread } from './evaluation-result.ts';

type Shape = Pick<Scorer, 'direction' | 'range' | 'metrics' | 'name'>;
/** By the name of a score. */
export type Shapes = ReadonlyMap<string, Shape>;

/** Which scorer a score is of, by its name. */
export function shapesOf(scorers: readonly (Shape & Pick<Scorer, 'names'>)[]): Shapes {
  return new Map(scorers.flatMap((scorer) => (scorer.names ?? [scorer.name]).map((name) => [name, scorer] as const)));
}

/** What the rows of an evaluation add up to; names without a value are left out. */
export function metricsOf(
  rows: readonly ResultRow[],
  shapes: Shapes,
  judges: CallGate['usage'],
): Readonly<Record<string, number>> {
  const metrics: Record<string, number> = { rows: rows.length, row_errors: rows.filter(({ error }) => error).length };
  for (const [name, shape] of shapes) addScore(metrics, name, shape, rows);
  const overall = rows.flatMap((row) => overallScore(row, shapes) ?? []);
  add(metrics, 'score', mean(overall));
  addQuantiles(metrics, 'score_', overall);
  addFacts(metrics, rows);
  if (judges.calls > 0) {
    metrics.judge_calls = judges.calls;
    metrics.judge_tokens = judges.tokens;
    if (judges.unpriced === 0) metrics.judge_cost_usd = judges.costUsd;
  }
  return metrics;
}

/** The mean of a row's scores, each as a share of the best; undefined where none says what that is. */
export function overallScore({ scores }: ResultRow, shapes: Shapes): number | undefined {
  const shares = Object.values(scores).flatMap(({ name, value }) => {
    const shape = shapes.get(name);
    return shareOfBest(value, shape?.direction ?? 'higher', shape?.range) ?? [];
  });
  return shares.length === 0 ? undefined : mean(shares);
}

/** For each row and score, how its trials agree. */
export function spreadsOf(rows: readonly ResultRow[], shapes: Shapes): readonly TrialSpread[] {
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return [...byKey].flatMap(([key, trials]) =>
    [...shapes.keys()].flatMap((name) => {
      const values = trials.flatMap(({ scores }) => numericScore(scores[name]?.value ?? null) ?? []);
      if (values.length === 0) return [];
      return [{ name, key, count: values.length, mean: mean(values), variance: standardDeviation(values) ** 2 }];
    }),
  );
}

function addScore(metrics: Record<string, number>, name: string, shape: Shape, rows: readonly ResultRow[]): void {
  const cells = rows.flatMap(({ scores }) => scores[name] ?? []);
  const values = cells.flatMap(({ value }) => numericScore(value) ?? []);
  const judged = cells.flatMap(({ passed }) => passed ?? []);
  add(metrics, `${name}/mean`, mean(values));
  addQuantiles(metrics, `${name}/`, values);
  add(metrics, `${name}/pass_rate`, judged.filter((passed) => passed).length / judged.length);
  metrics[`${name}/errors`] = cells.filter(({ error }) => error !== null).length;
  if (shape.name === name) Object.assign(metrics, ownMetrics(shape, rows));
  add(
    metrics,
    `dim_${name}`,
    mean(cells.flatMap(({ value }) => shareOfBest(value, shape.direction, shape.range) ?? [])),
  );
}

/** A scorer that cannot say what its own metrics are has scored all the same. */
function ownMetrics({ name, metrics }: Shape, rows: readonly ResultRow[]): Readonly<Record<string, number>> {
  const scored = rows.filter(({ scores }) => numericScore(scores[name]?.value ?? null) !== undefined);
  if (metrics === undefined || scored.length === 0) return {};
  try {
    return metrics(scored);
  } catch (error) {
    process.emitWarning(`metrics of ${name} are left out: ${String(error)}`);
    return {};
  }
}

function addFacts(metrics: Record<string, number>, rows: readonly ResultRow[]): void {
  const durations = rows.flatMap(({ durationMs }) => durationMs ?? []);
  add(metrics, 'duration_ms/mean', mean(durations));
  addQuantiles(metrics, 'duration_ms/', durations);
  add(metrics, 'cost_usd/mean', mean(rows.flatMap(({ costUsd }) => costUsd ?? [])));
  add(metrics, 'input_tokens/mean', mean(rows.flatMap(({ inputTokens }) => inputTokens ?? [])));
  add(metrics, 'output_tokens/mean', mean(rows.flatMap(({ outputTokens }) => outputTokens ?? [])));
}

function addQuantiles(metrics: Record<string, number>, prefix: string, values: readonly number[]): void {
  const [p25, p50, p75] = quantiles(values, [0.25, 0.5, 0.75]);
  add(metrics, `${prefix}p25`, p25);
  add(metrics, `${prefix}p50`, p50);
  add(metrics, `${prefix}p75`, p75);
}

/** What nothing is known of is no metric. */
function add(metrics: Record<string, number>, name: string, value: number | undefined): void {
  if (value !== undefined && !Number.isNaN(value)) metrics[name] = value;
}
