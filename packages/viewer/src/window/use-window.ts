import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { renderNow } from './render-now.ts';
import { type RowRange, scrollTopFor, visibleRange } from './visible-range.ts';

/** Rows drawn beyond each edge of the viewport, unless told otherwise. */
const MARGIN_ROWS = 12;
/** The same while one scrolls so fast that the margin is passed over in a frame: more would be drawn for nothing. */
const FAST_MARGIN_ROWS = 2;
/** So long after the last fast scroll the margin is drawn, ms. */
const REST_MS = 100;
/** Rows drawn before it is known how many there is room for. */
const FIRST_ROWS = 40;
/** Rows that go on paper, from the first on: some thirty pages. */
const PRINTED_ROWS = 1_000;

export interface RowWindow<T extends HTMLElement> {
  /** For the scrolling element, which has no padding above and below its rows. */
  readonly ref: RefObject<T>;
  readonly range: RowRange;
  readonly scrollToRow: (row: number) => void;
  /** Rows that are seen at once, as far as that is known; at least 1. */
  readonly pageRows: () => number;
}

/**
 * Draws a long list of rows of one height through a small window.
 *
 * @param headerHeight What sticks at the top of the scrolling element and hides rows, px.
 * @param marginRows Drawn beyond each edge of the viewport: fewer do where rows are tall.
 */
export function useWindow<T extends HTMLElement>(
  rowCount: number,
  rowHeight: number,
  headerHeight = 0,
  marginRows: number = MARGIN_ROWS,
): RowWindow<T> {
  const ref = useRef<T>(null);
  const [range, setRange] = useState<RowRange>({ first: 0, end: Math.min(rowCount, FIRST_ROWS) });
  // As the browser told them: whoever asks it makes it lay out the whole page at once. CSS pixels.
  const seen = useRef<{ scrollTop: number; height: number | undefined }>({ scrollTop: 0, height: undefined });
  const isFast = useRef(false);
  const isPrinting = useRef(false);
  /** Where to scroll once it is known how much is in view. */
  const wantedRow = useRef<number>();

  const geometry = useCallback(() => {
    const viewportHeight = Math.max(0, (seen.current.height ?? 0) - headerHeight);
    // Where rows have become fewer, the browser scrolls back, and says so later.
    const scrollTop = Math.min(seen.current.scrollTop, Math.max(0, rowCount * rowHeight - viewportHeight));
    return { scrollTop, viewportHeight, rowHeight, rowCount };
  }, [rowCount, rowHeight, headerHeight]);

  const pageRows = useCallback(() => Math.max(1, Math.floor(geometry().viewportHeight / rowHeight)), [geometry]);

  const update = useCallback(() => {
    if (seen.current.height === undefined || isPrinting.current) return;
    const next = visibleRange(geometry(), isFast.current ? Math.min(FAST_MARGIN_ROWS, marginRows) : marginRows);
    setRange((old) => (old.first === next.first && old.end === next.end ? old : next));
  }, [geometry, marginRows]);

  const scrollToRow = useCallback(
    (row: number) => {
      const element = ref.current;
      if (!element || seen.current.height === undefined) {
        wantedRow.current = row;
        return;
      }
      wantedRow.current = undefined;
      const now = geometry();
      const scrollTop = scrollTopFor(row, now);
      if (scrollTop === now.scrollTop) return;
      element.scrollTop = scrollTop;
      seen.current.scrollTop = scrollTop;
      update();
    },
    [geometry, update],
  );

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const rest = () => {
      isFast.current = false;
      update();
    };
    let resting = isFast.current ? setTimeout(rest, REST_MS) : undefined;
    const onScroll = () => {
      const { scrollTop } = element;
      isFast.current = Math.abs(scrollTop - seen.current.scrollTop) > marginRows * rowHeight;
      seen.current.scrollTop = scrollTop;
      update();
      clearTimeout(resting);
      if (isFast.current) resting = setTimeout(rest, REST_MS);
    };
    update();
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(([entry]) => {
      seen.current.height = entry?.contentRect.height ?? 0;
      if (wantedRow.current !== undefined) scrollToRow(wantedRow.current);
      update();
    });
    observer.observe(element);
    return () => {
      clearTimeout(resting);
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [update, scrollToRow, marginRows, rowHeight]);

  useEffect(() => {
    const onPrint = ({ type }: Event) => {
      isPrinting.current = type === 'beforeprint';
      renderNow(() => (isPrinting.current ? setRange({ first: 0, end: PRINTED_ROWS }) : update()));
    };
    addEventListener('beforeprint', onPrint);
    addEventListener('afterprint', onPrint);
    return () => {
      removeEventListener('beforeprint', onPrint);
      removeEventListener('afterprint', onPrint);
    };
  }, [update]);

  const { first, end } = range;
  return { ref, range: { first: Math.min(first, rowCount), end: Math.min(end, rowCount) }, scrollToRow, pageRows };
}
