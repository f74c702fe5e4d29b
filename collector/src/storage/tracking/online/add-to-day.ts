import { sql } from 'kysely';
import type { TrackingQueries } from '../tracking-database.ts';
import type { OnlineDayRow } from './online-tables.ts';

/** Counts of a day, without whose they are. */
export type DayCounts = Omit<OnlineDayRow, 'workspace_id' | 'scorer_id' | 'day'>;

const NOTHING: DayCounts = {
  scored: 0,
  errors: 0,
  over_budget: 0,
  calls: 0,
  tokens: 0,
  cost_nano_usd: 0,
  unpriced_calls: 0,
  numbers: 0,
  number_sum: 0,
  judged: 0,
  passed: 0,
};
const COLUMNS = Object.keys(NOTHING) as readonly (keyof DayCounts)[];

export interface DayPlace {
  readonly workspaceId: string;
  readonly scorerId: string;
  readonly day: string;
}

/** Adds to the counts of a scorer's day, which begin at 0. */
export async function addToDay(
  transaction: TrackingQueries,
  { workspaceId, scorerId, day }: DayPlace,
  counts: Partial<DayCounts>,
): Promise<void> {
  const added = Object.fromEntries(
    COLUMNS.map((column) => [
      column,
      sql<number>`${sql.ref(`online_days.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
    ]),
  );
  await transaction
    .insertInto('online_days')
    .values({ workspace_id: workspaceId, scorer_id: scorerId, day, ...NOTHING, ...counts })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'scorer_id', 'day']).doUpdateSet(added))
    .execute();
}
