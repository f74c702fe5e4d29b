import type { VNode } from 'preact';
import { formatScore } from '../../format/score.ts';
import style from './score-bar.module.css';

/** A score between 0 and 1, as a bar and a number. */
export function ScoreBar({ share }: { readonly share: number }): VNode {
  return (
    <span class={style.score}>
      <span class={style.track}>
        <span class={style.bar} style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
      </span>
      <span class={style.number}>{formatScore(share)}</span>
    </span>
  );
}
