import type { Kysely } from 'kysely';
import type { TrackingTables } from './tracking-tables.ts';

/** Queries inside a transaction, or beside any. */
export type TrackingQueries = Kysely<TrackingTables>;

/** One database, as the small stores over it use it. */
export interface TrackingDatabase {
  /** For reading. */
  readonly db: TrackingQueries;
  readonly kind: 'sqlite' | 'postgres';
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
  /**
   * Runs `work` as one whole: all that it has written is on disk when the promise resolves, and none of it if `work`
   * throws. What is asked for at the same time may share a commit. `work` waits for nothing but its queries.
   */
  write<T>(work: (transaction: TrackingQueries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
