import type { AggregateGroup } from '@tracewright/schema';
import { formatDuration } from '../format/duration.ts';
import { formatCount, formatLeastUsd, formatUsd } from '../format/number.ts';
import { formatShare } from '../format/share.ts';

/** A column of figures. */
export interface Metric {
  readonly id: MetricId;
  readonly title: string;
  /** What stands before the figure on a phone, which has room for these alone. */
  readonly phoneTitle?: string;
  /** One sentence, for the title's tooltip. */
  readonly about: string;
  /** What is shown and sorted by; null where there is none. */
  readonly value: (group: AggregateGroup) => number | null;
  /** The same for one step, where groups of different sizes are compared. */
  readonly perStep: (group: AggregateGroup) => number | null;
  readonly format: (value: number, group: AggregateGroup) => string;
  /** Whether less of it is better; how often a step ran is neither. */
  readonly isLessBetter: boolean;
}

export type MetricId = 'count' | 'errors' | 'p50' | 'p95' | 'self' | 'share' | 'ttft' | 'tokens' | 'cost';

const ms = (value: number) => formatDuration(value * 1_000);
const percent = (share: number) => (share < 0.0995 ? formatShare(share) : `${(share * 100).toFixed(0)} %`);
const each = (sum: number | null | undefined, { count }: AggregateGroup) =>
  sum === null || sum === undefined || count === 0 ? null : sum / count;
const tokensOf = ({ inputTokens, outputTokens }: AggregateGroup) =>
  inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0);

/** A metric whose figure does not grow with the number of traces. */
function plain(metric: Omit<Metric, 'perStep' | 'isLessBetter'> & { readonly isLessBetter?: boolean }): Metric {
  return { isLessBetter: true, ...metric, perStep: metric.value };
}

export const METRICS: readonly Metric[] = [
  plain({
    ...{ id: 'count', title: 'Count', phoneTitle: '×', about: 'How often the step ran', isLessBetter: false },
    value: ({ count }) => count,
    format: formatCount,
  }),
  plain({
    ...{ id: 'errors', title: 'Errors', about: 'How many of its runs failed' },
    value: ({ errors, count }) => (count === 0 ? null : errors / count),
    format: (share, { errors }) => (errors === 0 ? '–' : percent(share)),
  }),
  plain({
    ...{ id: 'p50', title: 'p50', phoneTitle: 'p50', about: 'Half of its runs were shorter' },
    value: ({ durationMs }) => durationMs?.p50 ?? null,
    format: ms,
  }),
  plain({
    ...{ id: 'p95', title: 'p95', phoneTitle: 'p95', about: '95 of 100 of its runs were shorter' },
    value: ({ durationMs }) => durationMs?.p95 ?? null,
    format: ms,
  }),
  {
    ...{
      id: 'self',
      title: 'Self',
      about: 'Time in which it ran and none of the steps below it did',
      isLessBetter: true,
    },
    value: ({ selfMs }) => selfMs?.sum ?? null,
    perStep: (group) => each(group.selfMs?.sum, group),
    format: ms,
  },
  plain({
    ...{
      id: 'share',
      title: 'Critical path',
      phoneTitle: 'path',
      about: 'Share of the time of all traces for which they waited for just this step',
    },
    value: ({ criticalShare }) => criticalShare,
    format: percent,
  }),
  plain({
    ...{ id: 'ttft', title: 'TTFT p95', about: 'Time to the first token: 95 of 100 were shorter' },
    value: ({ ttftMs }) => ttftMs?.p95 ?? null,
    format: ms,
  }),
  {
    ...{ id: 'tokens', title: 'Tokens', about: 'Tokens in and out', isLessBetter: true },
    value: tokensOf,
    perStep: (group) => each(tokensOf(group), group),
    format: (tokens) => formatCount(Math.round(tokens)),
  },
  {
    ...{ id: 'cost', title: 'Cost', phoneTitle: '', about: 'What it cost, USD', isLessBetter: true },
    value: ({ costUsd }) => costUsd,
    perStep: (group) => each(group.costUsd, group),
    format: (usd, { isCostPartial }) => (isCostPartial ? formatLeastUsd(usd) : formatUsd(usd)),
  },
];

/** How much more the second is than the first, as a share of the first; undefined where that says nothing. */
export function changeOf(first: number | null, second: number | null): number | undefined {
  if (first === null || second === null || first === 0) return undefined;
  return second / first - 1;
}

/** `+12 %`, `×3.4` from a doubling on; '' for what rounds to nothing. */
export function formatChange(change: number): string {
  if (Math.abs(change) < 0.005) return '';
  if (change >= 1) return `×${(change + 1).toFixed(1)}`;
  return `${change < 0 ? '−' : '+'}${Math.round(Math.abs(change) * 100)} %`;
}
