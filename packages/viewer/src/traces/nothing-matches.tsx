import type { VNode } from 'preact';
import style from './nothing-matches.module.css';

export function NothingMatches({ onClear }: { readonly onClear: () => void }): VNode {
  return (
    <div class={style.box}>
      <p>No trace matches the filter.</p>
      <button type="button" class={style.clear} onClick={onClear}>
        Show all traces
      </button>
    </div>
  );
}
