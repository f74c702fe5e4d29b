import type { VNode } from 'preact';
import { axisTicks, formatTick, type TimeRange } from '../model/time-scale.ts';
import style from './time-axis.module.css';

const MAX_TICKS = 7;
/** A label nearer to the end than this would be cut off. */
const LAST_LABEL_SHARE = 0.94;

/** The heading row of the waterfall. */
export function TimeAxis({ range }: { readonly range: TimeRange }): VNode {
  return (
    <div class={style.header} role="row" aria-rowindex={1}>
      {['Span', 'Tokens', 'Cost', 'Duration'].map((column) => (
        <span key={column} role="columnheader">
          {column}
        </span>
      ))}
      <span class={style.axis} role="columnheader" aria-label="Timeline">
        {ticks(range).map(({ us, left }) => (
          <span key={us} class={style.tick} style={{ left: `${left * 100}%` }}>
            {left <= LAST_LABEL_SHARE && formatTick(us, range)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The axis' lines behind all rows: one set of them, however many rows there are. */
export function TimeGrid({ range }: { readonly range: TimeRange }): VNode {
  return (
    <div class={style.gridLines} aria-hidden="true">
      {ticks(range).map(({ us, left }) => (
        <span key={us} class={style.line} style={{ left: `${left * 100}%` }} />
      ))}
    </div>
  );
}

function ticks(range: TimeRange): readonly { readonly us: number; readonly left: number }[] {
  const length = range.toUs - range.fromUs;
  return axisTicks(range, MAX_TICKS).map((us) => ({ us, left: (us - range.fromUs) / length }));
}
