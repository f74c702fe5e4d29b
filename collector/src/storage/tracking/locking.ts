import type { TrackingDatabase } from './tracking-database.ts';

/**
 * The same query, whose rows nobody else changes until the transaction ends: for what is read to be written anew. SQLite
 * has one writer at a time by itself.
 */
export function locking<Query extends { forUpdate(): Query }>({ kind }: TrackingDatabase, query: Query): Query {
  return kind === 'postgres' ? query.forUpdate() : query;
}
