import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type RowSlots, shareSlots } from './row-slots.ts';

interface Kept {
  readonly reasons: readonly unknown[];
  readonly vnode: VNode;
}

/**
 * Gives the row of a key, made anew only where one of the reasons differs.
 *
 * @param make Its element has `slot` for its `key`, and the row's own key as `data-key`.
 */
export type KeepRow = (key: string, reasons: readonly unknown[], make: (slot: number) => VNode) => VNode;

/**
 * The rows of a window: those that stay are passed over by Preact, being the very same objects; those that come in are
 * shown by the elements of those that have left.
 *
 * @param keys Of the rows in the window.
 */
export function useWindowRows(keys: readonly string[]): KeepRow {
  const rows = useRef<Rows>();
  rows.current ??= new Rows();
  rows.current.begin(keys);
  const focused = focusedKey();
  // The focus would be on an element that shows another row by now, and Enter would open that.
  useLayoutEffect(() => {
    if (focused !== undefined && focusedKey() !== focused && document.activeElement instanceof HTMLElement)
      document.activeElement.blur();
  });
  return rows.current.keep;
}

function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
}

/**
 * Of this render and of the one before. What a row calls holds all that its render knows, the function that keeps rows
 * among it: were that a new one in each render and knew the rows before, no row would ever be let go.
 */
class Rows {
  #slots: RowSlots = new Map();
  #before: ReadonlyMap<string, Kept> = new Map();
  #now = new Map<string, Kept>();

  begin(keys: readonly string[]): void {
    this.#slots = shareSlots(this.#slots, keys);
    this.#before = this.#now;
    this.#now = new Map();
  }

  readonly keep: KeepRow = (key, reasons, make) => {
    const known = this.#before.get(key);
    const isSame = known?.reasons.every((reason, at) => reason === reasons[at]) === true;
    const entry = isSame ? known : { reasons, vnode: make(this.#slots.get(key) ?? -1) };
    this.#now.set(key, entry);
    return entry.vnode;
  };
}
