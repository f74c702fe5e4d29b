/** Which element shows which row: elements by a number of their own, rows by their keys. */
export type RowSlots = ReadonlyMap<string, number>;

/**
 * Shares the elements of a window out among its rows. A row that stays keeps its element, and with it the focus; one
 * that comes in takes over that of a row that has left, so that scrolling makes no elements.
 *
 * @param keys Of the rows in the window from now on, each once.
 */
export function shareSlots(before: RowSlots, keys: readonly string[]): RowSlots {
  const wanted = new Set(keys);
  const spare = [...before].flatMap(([key, slot]) => (wanted.has(key) ? [] : [slot]));
  let next = Math.max(-1, ...before.values()) + 1;
  let taken = 0;
  return new Map(keys.map((key) => [key, before.get(key) ?? spare[taken++] ?? next++]));
}
