import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { axisTicks, formatTick, shareAt, type TimeScale } from '../model/time-scale.ts';
import style from './time-axis.module.css';

/** A label nearer to the end, or to the next one, than this part of the usual distance of ticks would be cut off. */
const LABEL_SHARE = 0.45;
/** The same at the end of a narrow axis, as a phone has it, whose labels are wide for it. */
const NARROW_END_SHARE = 1.1;
const NARROW_TICKS = 3;

export interface TimeAxisProps {
  readonly scale: TimeScale;
  readonly maxTicks: number;
}

/** The heading row of the waterfall. */
export function TimeAxis({ scale, maxTicks }: TimeAxisProps): VNode {
  const endShare = maxTicks <= NARROW_TICKS ? NARROW_END_SHARE : LABEL_SHARE;
  return (
    <div class={style.header} role="row" aria-rowindex={1}>
      {['Span', 'Tokens', 'Cost', 'Duration'].map((column) => (
        <span key={column} role="columnheader">
          {column}
        </span>
      ))}
      <span class={style.axis} role="columnheader" aria-label="Timeline">
        {ticks(scale, maxTicks).map(({ us, left }) => (
          <span key={us} class={style.tick} style={{ left: `${left * 100}%` }}>
            {left <= 1 - endShare / maxTicks && formatTick(us, scale)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The axis' lines behind all rows: one set of them, however many rows there are. */
export function TimeGrid({ scale, maxTicks }: TimeAxisProps): VNode {
  return (
    <div class={style.gridLines} aria-hidden="true">
      <span class={style.plot}>
        {ticks(scale, maxTicks).map(({ us, left }) => (
          <span key={us} class={style.line} style={{ left: `${left * 100}%` }} />
        ))}
        {scale.pauses.map(({ fromUs, toUs, left, width }) => (
          <span
            key={fromUs}
            class={style.pause}
            style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
            title={`Nothing ran for ${formatDuration(toUs - fromUs)}`}
          />
        ))}
      </span>
    </div>
  );
}

/** Where pauses are cut short, ticks come close to each other: those are left out. */
function ticks(scale: TimeScale, maxTicks: number): readonly { readonly us: number; readonly left: number }[] {
  const cutUs = scale.pauses.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
  const isCut = cutUs > 0;
  // As dense as the time that is drawn in full asks for.
  const count = isCut
    ? Math.ceil((maxTicks * (scale.toUs - scale.fromUs)) / (scale.toUs - scale.fromUs - cutUs))
    : maxTicks;
  let last = Number.NEGATIVE_INFINITY;
  return axisTicks(scale, Math.min(count, 500))
    .map((us) => ({ us, left: shareAt(scale, us) }))
    .filter(({ us, left }) => {
      const isInPause = scale.pauses.some(({ fromUs, toUs }) => us > fromUs && us < toUs);
      if (isInPause || (isCut && left - last < LABEL_SHARE / maxTicks)) return false;
      last = left;
      return true;
    });
}
