/** Rows from `first` up to, not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

export interface WindowGeometry {
  /** All in CSS pixels. */
  readonly scrollTop: number;
  readonly viewportHeight: number;
  readonly rowHeight: number;
  readonly rowCount: number;
}

/**
 * The rows to draw: those in view and some around them, so that a fast scroll shows no blank. Rounded to steps of half
 * the margin, so that most scrolled frames draw nothing new.
 */
export function visibleRange(geometry: WindowGeometry, margin: number): RowRange {
  const { scrollTop, viewportHeight, rowHeight, rowCount } = geometry;
  const step = Math.max(1, Math.floor(margin / 2));
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const bottom = Math.ceil((Math.max(0, scrollTop) + viewportHeight) / rowHeight);
  const first = Math.floor((top - margin) / step) * step;
  const end = Math.ceil((bottom + margin) / step) * step;
  return { first: clamp(first, 0, rowCount), end: clamp(end, 0, rowCount) };
}

/** Where to scroll so that a row is wholly in view; stays where it is if it already is. */
export function scrollTopFor(row: number, geometry: WindowGeometry): number {
  const { scrollTop, viewportHeight, rowHeight } = geometry;
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + viewportHeight ? top + rowHeight - viewportHeight : scrollTop;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
