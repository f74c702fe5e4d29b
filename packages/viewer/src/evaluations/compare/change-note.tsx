import type { MeasureChange } from '@tracewright/evaluate/compare';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount, formatUsd } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import { formatShare } from '../../format/share.ts';
import { classNames } from '../../ui/class-names.ts';
import style from './change-note.module.css';

const VERDICTS: Readonly<Record<MeasureChange['verdict'], string>> = {
  better: 'better',
  worse: 'worse',
  unclear: 'may be chance',
};

/** What has become of one measure, how sure that is, and whether it is one's doing. */
export function ChangeNote({ change }: { readonly change: MeasureChange }): VNode {
  const { delta, verdict, wins, ties, losses, pAdjusted } = change;
  const format = (value: number) => signed(change, value);
  const rows = `${formatCount(wins)} rows better, ${formatCount(ties)} alike, ${formatCount(losses)} worse`;
  const title = `${rows}; p ${pAdjusted < 0.001 ? '< 0.001' : `= ${formatScore(pAdjusted)}`}, corrected for all that is compared`;
  if (Number.isNaN(delta.estimate)) return <span class={style.note}>nothing to compare</span>;
  if (wins + losses === 0) return <span class={style.note}>all rows alike</span>;
  return (
    <span class={style.note} title={title}>
      <b class={classNames(verdict === 'better' && style.better, verdict === 'worse' && style.worse)}>
        {format(delta.estimate)}
      </b>{' '}
      {Number.isFinite(delta.low) && Number.isFinite(delta.high) && (
        <span class={style.range}>
          {format(delta.low)} to {format(delta.high)}
        </span>
      )}{' '}
      <span class={classNames(style.verdict, style[verdict])}>{VERDICTS[verdict]}</span>
      <OtherJudge change={change} />
    </span>
  );
}

/** Where another judge has judged, or another version of it, the change may be the judge's. */
function OtherJudge({ change: { otherJudge } }: { readonly change: MeasureChange }): VNode | null {
  if (otherJudge === null) return null;
  return (
    <span
      class={style.range}
      title={`${otherJudge.before} before, ${otherJudge.after} now: the change may be the judge’s`}
    >
      {' '}
      by another judge
    </span>
  );
}

function signed(change: MeasureChange, value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  if (isShare(change)) return `${sign}${(Math.abs(value) * 100).toFixed(1)} points`;
  return `${sign}${measureText(change, Math.abs(value))}`;
}

/** In the measure's own unit. */
export function measureText(change: MeasureChange, value: number): string {
  const { kind } = change;
  if (kind === 'duration') return formatDuration(value * 1_000);
  if (kind === 'cost') return formatUsd(value);
  if (kind === 'tokens') return formatCount(Math.round(value));
  return isShare(change) ? formatShare(value) : formatScore(value);
}

/** Of a scorer that says nothing but yes and no, the mean is the share of rows that have passed. */
function isShare({ passing, before, after }: MeasureChange): boolean {
  return passing !== null && passing.before === before && passing.after === after;
}
