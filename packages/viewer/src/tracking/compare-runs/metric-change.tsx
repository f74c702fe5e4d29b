import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import { metricValue } from '../page/run-facts.tsx';
import style from './metric-change.module.css';

export interface MetricChangeProps {
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly isLessBetter: boolean;
}

/** How much a figure changed, with its sign, its share, and in words whether for the better. */
export function MetricChange({ before, after, isLessBetter }: MetricChangeProps): VNode {
  const change = before === undefined || after === undefined ? Number.NaN : after - before;
  if (!Number.isFinite(change) || change === 0) return <span>–</span>;
  const isBetter = change < 0 === isLessBetter;
  const share = before ? ` (${change > 0 ? '+' : '−'}${shareText(Math.abs(change / before))})` : '';
  return (
    <span class={classNames(isBetter ? style.better : style.worse)}>
      {change > 0 ? '+' : '−'}
      {metricValue({ value: Math.abs(change) })}
      {share} {isBetter ? 'better' : 'worse'}
    </span>
  );
}

function shareText(share: number): string {
  return `${Number((share * 100).toPrecision(share < 1 ? 2 : 3))} %`;
}
