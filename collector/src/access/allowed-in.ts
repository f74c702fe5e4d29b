import type { PageKey } from '../storage/tracking/keyset.ts';
import type { Page } from '../storage/tracking/page.ts';
import { mayAll, type Rights } from './rights.ts';

/** Looked at together at least, where some may have to be left out. */
const LEAST = 100;

/** What a list is asked for, and what of it may be seen. */
export interface AllowedList<Item> {
  readonly limit: number;
  readonly after: PageKey | undefined;
  readonly rights: Rights;
  readonly isAllowed: (item: Item) => boolean;
  /** The part of at most `limit` that goes on behind `after`. */
  readonly fetch: (limit: number, after: PageKey | undefined) => Promise<Page<Item>>;
}

/**
 * A page of a list without what whoever asks may not see: full as long as there is more, and it says that there is more
 * only if they may see some of it.
 */
export async function allowedIn<Item>(list: AllowedList<Item>): Promise<Page<Item>> {
  const { limit, after, rights, isAllowed, fetch } = list;
  if (mayAll(rights, 'read')) return fetch(limit, after);
  const items: Item[] = [];
  let at = after;
  for (;;) {
    const missing = limit - items.length;
    const page = await fetch(Math.max(missing, LEAST), at);
    const allowed = page.items.flatMap((item, index) => (isAllowed(item) ? [index] : []));
    if (allowed.length > missing) {
      // The very part that ends with the last one of this page, which tells where the next one begins.
      const part = await fetch(allowed[missing - 1]! + 1, at);
      return { items: [...items, ...part.items.filter(isAllowed)], next: part.next };
    }
    items.push(...allowed.map((index) => page.items[index]!));
    if (page.next === undefined) return { items, next: undefined };
    at = page.next;
    if (items.length === limit) return { items, next: (await hasMore(list, at)) ? at : undefined };
  }
}

async function hasMore<Item>({ isAllowed, fetch }: AllowedList<Item>, from: PageKey): Promise<boolean> {
  for (let at: PageKey | undefined = from; at !== undefined; ) {
    const page: Page<Item> = await fetch(LEAST, at);
    if (page.items.some(isAllowed)) return true;
    at = page.next;
  }
  return false;
}
