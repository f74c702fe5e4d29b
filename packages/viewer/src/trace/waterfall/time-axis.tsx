import type { VNode } from 'preact';
import { axisTicks, formatTick, type TimeRange } from '../model/time-scale.ts';
import style from './time-axis.module.css';

/** A label nearer to the end than this part of the usual distance of ticks would be cut off. */
const LABEL_SHARE = 0.45;

export interface TimeAxisProps {
  readonly range: TimeRange;
  readonly maxTicks: number;
}

/** The heading row of the waterfall. */
export function TimeAxis({ range, maxTicks }: TimeAxisProps): VNode {
  return (
    <div class={style.header} role="row" aria-rowindex={1}>
      {['Span', 'Tokens', 'Cost', 'Duration'].map((column) => (
        <span key={column} role="columnheader">
          {column}
        </span>
      ))}
      <span class={style.axis} role="columnheader" aria-label="Timeline">
        {ticks(range, maxTicks).map(({ us, left }) => (
          <span key={us} class={style.tick} style={{ left: `${left * 100}%` }}>
            {left <= 1 - LABEL_SHARE / maxTicks && formatTick(us, range)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The axis' lines behind all rows: one set of them, however many rows there are. */
export function TimeGrid({ range, maxTicks }: TimeAxisProps): VNode {
  return (
    <div class={style.gridLines} aria-hidden="true">
      <span class={style.plot}>
        {ticks(range, maxTicks).map(({ us, left }) => (
          <span key={us} class={style.line} style={{ left: `${left * 100}%` }} />
        ))}
      </span>
    </div>
  );
}

function ticks(range: TimeRange, maxTicks: number): readonly { readonly us: number; readonly left: number }[] {
  const length = range.toUs - range.fromUs;
  return axisTicks(range, maxTicks).map((us) => ({ us, left: (us - range.fromUs) / length }));
}
