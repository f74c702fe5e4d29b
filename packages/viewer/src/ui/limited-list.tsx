import { Fragment, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import style from './limited-list.module.css';

export interface LimitedListProps<Item> {
  readonly items: readonly Item[];
  /** Items shown at first, and by each click on the button. */
  readonly step: number;
  /** What the items are, for `40 more messages`. */
  readonly noun: string;
  readonly render: (item: Item, at: number) => VNode;
}

/** A list that is drawn as far as someone asks: it says how much there is, and never stops without a word. */
export function LimitedList<Item>({ items, step, noun, render }: LimitedListProps<Item>): VNode {
  const [limit, setLimit] = useState(step);
  const rest = items.length - limit;
  return (
    <>
      {items.slice(0, limit).map((item, at) => (
        <Fragment key={at}>{render(item, at)}</Fragment>
      ))}
      {rest > 0 && (
        <button type="button" class={style.more} onClick={() => setLimit(limit + step)}>
          {formatCount(rest)} more {noun}
        </button>
      )}
    </>
  );
}
