import type { Page } from '@tracewright/schema';

/** A list that is answered in pages, read to its end. @param read The page of a cursor; undefined: the first. */
export async function wholeList<Item>(read: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Page<Item>> {
  let page = await read(undefined);
  const items = [...page.items];
  while (page.nextCursor !== null) {
    page = await read(page.nextCursor);
    items.push(...page.items);
  }
  return { ...page, items };
}
