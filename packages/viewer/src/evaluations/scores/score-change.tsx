import type { VNode } from 'preact';
import { formatScore } from '../../format/score.ts';
import { classNames } from '../../ui/class-names.ts';
import style from './score-change.module.css';

/** How much better something has become: what is worse has a minus, whichever way the scorer counts. */
export function ScoreChange({ change }: { readonly change: number | null }): VNode {
  if (change === null) return <span class={style.none}>–</span>;
  if (change === 0) return <span class={style.none}>=</span>;
  return (
    <span class={classNames(style.change, change > 0 ? style.better : style.worse)}>
      {change > 0 ? '+' : '−'}
      {formatScore(Math.abs(change))}
    </span>
  );
}
