import type { AlertMetric, AlertReading, NewAlertRule, OnlineScorerRule, TraceFigure } from '@tracewright/schema';
import { formatCount, formatUsd } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import { formatShare } from '../format/share.ts';

/** Figures of traces by what they are called. */
export const FIGURES: readonly (readonly [TraceFigure, string])[] = [
  ['count', 'traces'],
  ['errors', 'failed traces'],
  ['errorRate', 'share of failed traces'],
  ['latencyP50', 'median latency'],
  ['latencyP95', 'latency p95'],
  ['latencyP99', 'latency p99'],
  ['costUsd', 'cost'],
  ['costPerTrace', 'cost per trace'],
  ['tokens', 'tokens'],
];

const UNITS: readonly (readonly [ms: number, one: string, many: string])[] = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'hour', 'hours'],
  [60_000, 'minute', 'minutes'],
  [1_000, 'second', 'seconds'],
];

/** `10 minutes`, `1 day`: in the largest unit that leaves nothing over. */
export function formatLength(ms: number): string {
  const unit = UNITS.find(([length]) => ms >= length && ms % length === 0);
  if (unit === undefined) return `${formatCount(ms)} ms`;
  const count = ms / unit[0];
  return `${formatCount(count)} ${count === 1 ? unit[1] : unit[2]}`;
}

/** What an alert watches, in words. */
export function metricText(metric: AlertMetric): string {
  switch (metric.kind) {
    case 'traces':
      return FIGURES.find(([figure]) => figure === metric.figure)?.[1] ?? metric.figure;
    case 'score':
      return metric.figure === 'count' ? `number of scores ${metric.name}` : `mean score ${metric.name}`;
    case 'drift':
      return `drift of ${metric.measure}`;
    case 'budget':
      return metric.of === 'calls' ? 'share of the daily calls' : 'share of the daily dollars';
  }
}

/** A value of a metric, in its unit. */
export function metricValue(metric: AlertMetric, value: number | null): string {
  if (value === null) return '–';
  if (metric.kind === 'budget') return formatShare(value);
  if (metric.kind !== 'traces') return formatScore(value);
  switch (metric.figure) {
    case 'errorRate':
      return formatShare(value);
    case 'latencyP50':
    case 'latencyP95':
    case 'latencyP99':
      return `${formatCount(Math.round(value))} ms`;
    case 'costUsd':
    case 'costPerTrace':
      return formatUsd(value);
    default:
      return formatCount(value);
  }
}

/** When an alert fires, in words. */
export function conditionText(rule: Pick<NewAlertRule, 'metric' | 'condition' | 'windowMs' | 'forMs'>): string {
  const { metric, condition, windowMs, forMs } = rule;
  const limit =
    condition.kind === 'threshold'
      ? metricValue(metric, condition.value)
      : `${formatShare(condition.share)} ${condition.is === 'above' ? 'more' : 'less'} than a week before`;
  const lasting = forMs === 0 ? '' : `, for ${formatLength(forMs)}`;
  return `${metricText(metric)} ${condition.kind === 'threshold' ? `${condition.is} ` : ''}${limit} over ${formatLength(windowMs)}${lasting}`;
}

/** What was seen, and on how much it stands. */
export function readingText(metric: AlertMetric, reading: AlertReading | null): string {
  if (reading === null) return '–';
  const before = reading.before === null ? '' : ` (${metricValue(metric, reading.before)} a week before)`;
  return `${metricValue(metric, reading.value)}${before}, of ${formatCount(reading.count)}`;
}

/** What a scorer looks at, in words. */
export function ruleText(rule: OnlineScorerRule): string {
  switch (rule.kind) {
    case 'contains':
      return `${rule.mode === 'none' ? 'contains none of' : `contains ${rule.mode} of`} ${rule.texts.join(', ')}`;
    case 'regex':
      return `${rule.isFound ? 'matches' : 'does not match'} ${rule.pattern}`;
    case 'jsonSchema':
      return 'is JSON by a schema';
    case 'length':
      return `${rule.min ?? 0} to ${rule.max ?? 'any number of'} characters`;
    case 'latency':
      return `takes at most ${formatCount(rule.maxMs)} ms`;
    case 'cost':
      return `costs at most ${formatUsd(rule.maxUsd)}`;
    case 'tokens':
      return `at most ${formatCount(rule.max)} tokens`;
    case 'tools':
      return [
        ...(rule.required.length > 0 ? [`calls ${rule.required.join(', ')}`] : []),
        ...(rule.forbidden.length > 0 ? [`never ${rule.forbidden.join(', ')}`] : []),
        ...(rule.maxCalls === null ? [] : [`at most ${formatCount(rule.maxCalls)} calls`]),
      ].join('; ');
    case 'judge':
      return `${rule.template} judged by ${rule.model.model}`;
  }
}
