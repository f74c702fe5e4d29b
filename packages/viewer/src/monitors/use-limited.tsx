import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import style from './monitors.module.css';

/** Rows drawn at first, and more by each press: each has a chart. */
const STEP = 50;

export interface Limited<Item> {
  readonly shown: readonly Item[];
  /** The button for more, below the list; null where all are shown. */
  readonly more: VNode | null;
}

/** A list that is drawn as far as somebody asks. @param noun What the items are: `scorers`. */
export function useLimited<Item>(items: readonly Item[], noun: string): Limited<Item> {
  const [limit, setLimit] = useState(STEP);
  const rest = items.length - limit;
  const more =
    rest > 0 ? (
      <p class={style.none}>
        <button type="button" class={style.button} onClick={() => setLimit(limit + STEP)}>
          {formatCount(Math.min(STEP, rest))} more of {formatCount(items.length)} {noun}
        </button>
      </p>
    ) : null;
  return { shown: items.slice(0, limit), more };
}
