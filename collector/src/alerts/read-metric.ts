import {
  type AlertMetric,
  type AlertReading,
  type NewAlertRule,
  numericScore,
  type TraceFigure,
} from '@tracewright/schema';
import { allOf, compare, type Expression } from '../filter/expression.ts';
import type { Notes } from '../filter/resolve-notes.ts';
import { meantTraces } from '../online/meant-traces.ts';
import type { OnlineDeps } from '../online/online-deps.ts';
import { rowsOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TrackingStores } from '../storage/tracking/tracking-stores.ts';
import { leastCount } from './least-count.ts';

const WEEK_MS = 7 * 86_400_000;
/** Traces of a window whose judgements are looked at: the newest. */
const MAX_JUDGED = 5_000;

/** What figures are read from. */
export interface MetricDeps {
  readonly spans: Pick<SpanStore, 'aggregate' | 'listTraces'>;
  readonly notes: Notes & Pick<TrackingStores['notes'], 'judgementsOn'>;
  readonly experiments: OnlineDeps['experiments'];
  readonly scorers: Pick<TrackingStores['onlineScorers'], 'get' | 'days'>;
  /** The newest distance of a drift monitor that was measured by then, of at most a day before. */
  readonly drift: (
    workspaceId: string,
    monitorId: string,
    measure: string,
    atMs: number,
  ) => Promise<DriftFigure | undefined>;
  readonly nowMs: () => number;
}

export interface DriftFigure {
  readonly value: number | null;
  readonly count: number;
}

type Watched = Pick<NewAlertRule, 'metric' | 'filter' | 'windowMs' | 'condition' | 'minCount'>;

/** What a rule sees of the window that ends at a time. @throws FilterError, or ApiError where what it watches is gone */
export async function readMetric(
  workspaceId: string,
  rule: Watched,
  atMs: number,
  deps: MetricDeps,
): Promise<AlertReading> {
  const { metric, filter, windowMs, condition } = rule;
  const now = await figureAt(workspaceId, metric, filter, { fromMs: atMs - windowMs, toMs: atMs }, deps);
  if (condition.kind === 'threshold') return { ...now, before: null };
  const then = { fromMs: atMs - windowMs - WEEK_MS, toMs: atMs - WEEK_MS };
  const before = await figureAt(workspaceId, metric, filter, then, deps);
  // What stands on too little is nothing to be compared with either.
  return { ...now, before: before.count < leastCount(rule) ? null : before.value };
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

type Figure = Pick<AlertReading, 'value' | 'count'>;

const NOTHING: Figure = { value: null, count: 0 };

async function figureAt(
  workspaceId: string,
  metric: AlertMetric,
  filter: string,
  window: Window,
  deps: MetricDeps,
): Promise<Figure> {
  if (metric.kind === 'drift')
    return (await deps.drift(workspaceId, metric.monitorId, metric.measure, window.toMs)) ?? NOTHING;
  if (metric.kind === 'budget') return budgetUsed(workspaceId, metric, window.toMs, deps);
  const meant = allOf(
    await meantTraces(filter, workspaceId, deps),
    compare('time', '>=', nsOf(window.fromMs)),
    compare('time', '<', nsOf(window.toMs)),
  );
  return metric.kind === 'score'
    ? scoreOf(workspaceId, metric, meant, deps)
    : traceFigure(workspaceId, metric.figure, meant, deps);
}

async function traceFigure(
  workspaceId: string,
  figure: TraceFigure,
  filter: Expression,
  { spans }: MetricDeps,
): Promise<Figure> {
  const { total } = await spans.aggregate({
    ...{ workspaceId, of: 'traces', filter, by: [], interval: 'auto', zone: 'UTC' },
    ...{ attribution: false, order: 'count', limit: 1 },
  });
  const { count, errors, durationMs, costUsd, inputTokens, outputTokens } = total;
  const tokens = inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0);
  const values: Readonly<Record<TraceFigure, number | null>> = {
    count,
    errors,
    errorRate: count === 0 ? null : errors / count,
    latencyP50: durationMs?.p50 ?? null,
    latencyP95: durationMs?.p95 ?? null,
    latencyP99: durationMs?.p99 ?? null,
    costUsd,
    costPerTrace: count === 0 || costUsd === null ? null : costUsd / count,
    tokens,
  };
  return { value: values[figure], count };
}

async function scoreOf(
  workspaceId: string,
  { name, figure }: Extract<AlertMetric, { readonly kind: 'score' }>,
  filter: Expression,
  { spans, notes }: MetricDeps,
): Promise<Figure> {
  const ids: string[] = [];
  for await (const { traceId } of rowsOf(spans, workspaceId, filter, 1_000)) {
    if (ids.push(traceId) >= MAX_JUDGED) break;
  }
  const judgements = ids.length === 0 ? [] : await notes.judgementsOn(workspaceId, ids);
  const numbers = judgements
    .filter((judgement) => judgement.name === name)
    .flatMap(({ value }) => numericScore(value) ?? []);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (figure === 'count') return { value: numbers.length, count: numbers.length };
  return { value: numbers.length === 0 ? null : sum / numbers.length, count: numbers.length };
}

async function budgetUsed(
  workspaceId: string,
  { scorerId, of }: Extract<AlertMetric, { readonly kind: 'budget' }>,
  atMs: number,
  { scorers }: MetricDeps,
): Promise<Figure> {
  const { budget } = await scorers.get(workspaceId, scorerId);
  const limit = budget[of];
  if (limit === null) return NOTHING;
  const day = new Date(atMs).toISOString().slice(0, 10);
  const used = (await scorers.days(workspaceId, day)).get(scorerId)?.find((one) => one.day === day);
  const amount = used === undefined ? 0 : of === 'calls' ? used.calls : used.costNanoUsd / 1e9;
  // Of a budget of nothing all is used.
  return { value: limit === 0 ? 1 : amount / limit, count: used?.calls ?? 0 };
}

function nsOf(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}
