import type { VNode } from 'preact';
import { formatDuration } from '../format/duration.ts';
import { formatCount, formatUsd } from '../format/number.ts';
import { classNames } from '../ui/class-names.ts';
import style from './change.module.css';

export interface ChangeProps {
  readonly value: number;
  readonly of: 'time' | 'tokens' | 'cost';
}

const FORMATS: Readonly<Record<ChangeProps['of'], (value: number) => string>> = {
  time: formatDuration,
  tokens: (tokens) => formatCount(Math.round(tokens)),
  cost: formatUsd,
};

/** What rounds to nothing in the unit. */
const NOTHING: Readonly<Record<ChangeProps['of'], number>> = { time: 0.5, tokens: 0.5, cost: 5e-10 };

/** A difference with its sign; less is better, which sign and colour both say. */
export function Change({ value, of }: ChangeProps): VNode {
  if (Math.abs(value) < NOTHING[of]) return <span class={style.none}>–</span>;
  // Amounts that are written alike would read as `+<$0.00001`.
  if (of === 'cost' && Math.abs(value) < 0.00001) return <span class={style.none}>≈ $0</span>;
  return (
    <span class={classNames(style.change, value > 0 ? style.more : style.less)}>
      {value > 0 ? '+' : '−'}
      {FORMATS[of](Math.abs(value))}
    </span>
  );
}
