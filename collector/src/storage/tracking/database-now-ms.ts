import { type RawBuilder, sql } from 'kysely';
import type { TrackingDatabase } from './tracking-database.ts';

/** By the database's clock, which all that stand on it share: ms since the Unix epoch when the statement runs, not when its transaction began. */
export const DATABASE_NOW_MS: Readonly<Record<TrackingDatabase['kind'], RawBuilder<number>>> = {
  sqlite: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`,
};
