import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import style from './team.module.css';

/** Rows drawn at first, and more by each press. */
const STEP = 100;
/** Lists of fewer are read faster than searched. */
const LEAST_TO_FIND = 12;

export interface LongList<Item> {
  readonly shown: readonly Item[];
  /** A box that narrows the list down; null where it is short. */
  readonly find: VNode | null;
  /** How much more there is, below the list. */
  readonly more: VNode | null;
}

/**
 * A list that is drawn as far as somebody asks.
 *
 * @param noun What the items are: `keys`.
 * @param textOf What is looked through.
 */
export function useLongList<Item>(
  items: readonly Item[],
  noun: string,
  textOf: (item: Item) => string,
): LongList<Item> {
  const [text, setText] = useState('');
  const [limit, setLimit] = useState(STEP);
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? items : items.filter((item) => textOf(item).toLowerCase().includes(wanted));
  const rest = found.length - limit;
  return {
    shown: found.slice(0, limit),
    find:
      items.length < LEAST_TO_FIND ? null : (
        <div class={style.find}>
          <input
            type="search"
            aria-label={`Find ${noun}`}
            placeholder={`Find ${noun}`}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setLimit(STEP);
            }}
          />
          <span class={style.hint} role="status">
            {wanted === '' ? `${formatCount(items.length)} ${noun}` : foundText(found.length, items.length)}
          </span>
        </div>
      ),
    more:
      rest <= 0 ? null : (
        <p class={style.none}>
          <button type="button" class={style.button} onClick={() => setLimit(limit + STEP)}>
            {formatCount(Math.min(STEP, rest))} more of {formatCount(found.length)} {noun}
          </button>
        </p>
      ),
  };
}

function foundText(found: number, all: number): string {
  return found === 0 ? 'Nothing is called like that.' : `${formatCount(found)} of ${formatCount(all)}`;
}
