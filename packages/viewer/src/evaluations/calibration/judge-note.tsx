import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../../format/number.ts';
import { formatScore } from '../../format/score.ts';
import type { Calibration } from './calibrations-api.ts';
import style from './judge-note.module.css';
import { kappaWorth } from './kappa-worth.ts';

export interface JudgeNoteProps {
  /** Of the score. */
  readonly name: string;
  /** Undefined: the judge was never measured. */
  readonly found: Calibration | undefined;
}

/** How far a judge's word goes: it stands wherever its scores do. */
export function JudgeNote({ name, found }: JudgeNoteProps): VNode {
  const score = found?.calibration.scores.find((each) => each.name === name);
  if (found === undefined || score === undefined) {
    return (
      <span class={style.note}>
        {name}: <span class={style.unknown}>never measured against people</span>
      </span>
    );
  }
  const { kappa, rows } = score;
  const text =
    kappa.estimate === null ? 'kappa unknown' : `kappa ${formatScore(kappa.estimate)}, ${kappaWorth(kappa.estimate)}`;
  return (
    <span class={style.note}>
      {name}: <Link href={`/calibrations/${found.runId}`}>{text}</Link>{' '}
      <span class={style.unknown}>on {formatCount(rows)} labels</span>
    </span>
  );
}
