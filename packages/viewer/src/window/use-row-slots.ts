import { useLayoutEffect, useRef } from 'preact/hooks';
import { type RowSlots, shareSlots } from './row-slots.ts';

/**
 * The `key` of each row in a window: rows that come in take over the elements of those that have left, so that
 * scrolling makes none. The element of a row has its own key as `data-key`.
 *
 * @param keys Of the rows in the window.
 */
export function useRowSlots(keys: readonly string[]): RowSlots {
  const slots = useRef<RowSlots>(new Map());
  slots.current = shareSlots(slots.current, keys);
  const focused = focusedKey();
  // The focus would be on an element that shows another row by now, and Enter would open that.
  useLayoutEffect(() => {
    if (focused === undefined || focusedKey() === focused) return;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  return slots.current;
}

function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
}
