/** Items in their order, so many at a time. */
export function* parts<Item>(items: readonly Item[], size: number): Generator<readonly Item[], void, undefined> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
