import type { VNode } from 'preact';
import style from './nothing-matches.module.css';

export interface NothingMatchesProps {
  /** One of what was looked for. */
  readonly noun?: string;
  readonly onClear: () => void;
}

export function NothingMatches({ noun = 'trace', onClear }: NothingMatchesProps): VNode {
  return (
    <div class={style.box}>
      <p>No {noun} matches the filter.</p>
      <button type="button" class={style.clear} onClick={onClear}>
        Show all {noun}s
      </button>
    </div>
  );
}
