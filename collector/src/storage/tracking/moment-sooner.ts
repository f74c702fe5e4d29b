import { type RawBuilder, sql } from 'kysely';

/** A moment so much sooner, and no later than a latest: for a clock that was set back. */
export function momentSooner(column: string, byMs: number, latestMs: number): RawBuilder<number> {
  // Whole ones: columns may be of integers.
  const sooner = sql`${sql.ref(column)} - ${Math.round(byMs)}`;
  const latest = sql`${Math.round(latestMs)}`;
  return sql<number>`case when ${sooner} > ${latest} then ${latest} else ${sooner} end`;
}
