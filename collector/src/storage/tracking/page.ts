import type { PageKey } from './keyset.ts';

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next part goes on; undefined behind the last one. */
  readonly next: PageKey | undefined;
}

/** One page of rows that were asked for with one more than the page holds, to see whether there are any behind it. */
export function cutPage<Row>(rows: readonly Row[], limit: number, keyOf: (last: Row) => PageKey): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last && keyOf(last) };
}
