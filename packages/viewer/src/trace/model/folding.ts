import type { SpanOrder } from './span-order.ts';

/** Which spans hide their children: all but some, or none but some. Holds ids, so that it survives new spans. */
export interface Folding {
  readonly isFoldedByDefault: boolean;
  readonly exceptions: ReadonlySet<string>;
}

export const NOTHING_FOLDED: Folding = { isFoldedByDefault: false, exceptions: new Set() };
export const EVERYTHING_FOLDED: Folding = { isFoldedByDefault: true, exceptions: new Set() };

export function isFolded(folding: Folding, id: string): boolean {
  return folding.exceptions.has(id) !== folding.isFoldedByDefault;
}

export function setFolded(folding: Folding, id: string, folded: boolean): Folding {
  const exceptions = new Set(folding.exceptions);
  if (folded === folding.isFoldedByDefault) exceptions.delete(id);
  else exceptions.add(id);
  return { ...folding, exceptions };
}

/** Longer lists would not fit a URL; the rest of the state is then kept by the page alone. */
const MAX_IDS_IN_URL = 60;

/** Writes a folding for the URL: `ab,cd` for these alone, `*,ab` for all but these, '' for none. */
export function formatFolding({ isFoldedByDefault, exceptions }: Folding): string {
  const ids = [...exceptions].slice(0, MAX_IDS_IN_URL);
  return [...(isFoldedByDefault ? ['*'] : []), ...ids].join(',');
}

export function parseFolding(text: string | undefined): Folding {
  const parts = (text ?? '').split(',').filter((part) => part !== '');
  return { isFoldedByDefault: parts[0] === '*', exceptions: new Set(parts.filter((part) => part !== '*')) };
}

/**
 * Positions (in `order.spans`) of the rows to show: all that no folded span hides. One pass that skips whole subtrees.
 *
 * @param idOf Of the span at a position.
 */
export function visiblePositions(order: SpanOrder, folding: Folding, idOf: (position: number) => string): Int32Array {
  const count = order.spans.length;
  const rows = new Int32Array(count);
  if (!folding.isFoldedByDefault && folding.exceptions.size === 0) return rows.map((_, position) => position);
  let length = 0;
  for (let position = 0; position < count; ) {
    rows[length++] = position;
    const end = order.end[position]!;
    const hidesChildren = end > position + 1 && isFolded(folding, idOf(position));
    position = hidesChildren ? end : position + 1;
  }
  return rows.subarray(0, length);
}

/** The row of a position, or of the nearest ancestor that is shown. */
export function rowOfPosition(rows: Int32Array, position: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
