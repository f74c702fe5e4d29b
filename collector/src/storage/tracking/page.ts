import type { PageKey } from './keyset.ts';

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next part goes on; undefined behind the last one. */
  readonly next: PageKey | undefined;
}
