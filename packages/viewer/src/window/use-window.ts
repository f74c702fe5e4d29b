import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RowRange, scrollTopFor, visibleRange, type WindowGeometry } from './visible-range.ts';

/** Rows drawn beyond each edge of the viewport. */
const MARGIN_ROWS = 12;

export interface RowWindow<T extends HTMLElement> {
  /** For the scrolling element. */
  readonly ref: RefObject<T>;
  readonly range: RowRange;
  readonly scrollToRow: (row: number) => void;
}

/**
 * Draws a long list of rows of one height through a small window.
 *
 * @param headerHeight What sticks at the top of the scrolling element and hides rows, px.
 */
export function useWindow<T extends HTMLElement>(rowCount: number, rowHeight: number, headerHeight = 0): RowWindow<T> {
  const ref = useRef<T>(null);
  const [range, setRange] = useState<RowRange>({ first: 0, end: Math.min(rowCount, 40) });

  const geometry = useCallback((): WindowGeometry | undefined => {
    const element = ref.current;
    if (!element) return undefined;
    const viewportHeight = Math.max(0, element.clientHeight - headerHeight);
    return { scrollTop: element.scrollTop, viewportHeight, rowHeight, rowCount };
  }, [rowCount, rowHeight, headerHeight]);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const update = () => {
      const now = geometry();
      if (!now) return;
      const next = visibleRange(now, MARGIN_ROWS);
      setRange((old) => (old.first === next.first && old.end === next.end ? old : next));
    };
    update();
    element.addEventListener('scroll', update, { passive: true });
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', update);
      observer.disconnect();
    };
  }, [geometry]);

  const scrollToRow = useCallback(
    (row: number) => {
      const now = geometry();
      if (now && ref.current) ref.current.scrollTop = scrollTopFor(row, now);
    },
    [geometry],
  );
  return { ref, range: { first: Math.min(range.first, rowCount), end: Math.min(range.end, rowCount) }, scrollToRow };
}
