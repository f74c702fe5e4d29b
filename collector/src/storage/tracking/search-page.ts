import type { EntityCondition, EntityOrder } from '../../filter/entities/entity-table.ts';
import type { PageKey } from './keyset.ts';

/** A part of a list: what is asked for, in which order, and where it goes on. */
export interface SearchPage {
  readonly conditions: readonly EntityCondition[];
  /** Empty: the order of its own that the list has. */
  readonly order: readonly EntityOrder[];
  /** At least 1. */
  readonly limit: number;
  /** `next` of the page before, of the same search. */
  readonly after?: PageKey | undefined;
}
