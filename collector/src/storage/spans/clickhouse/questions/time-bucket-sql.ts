import { type Interval, LENGTH_MS, type TimeBuckets } from '../../questions/time-buckets.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';

/** When a row began, ms since the Unix epoch. */
const START_MS = 'toInt64(intDiv(start_ns, 1000000))';
const MINUTE_MS = 60_000;
/** The clocks of zones change at whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** The rows that are put into buckets. */
export interface BucketedRows {
  readonly table: 'spans' | 'traces';
  /** The minutes in which spans begin, where they are known. */
  readonly minutes?: readonly number[] | undefined;
}

/**
 * The start of the bucket that a row lies in, ms since the Unix epoch, as an expression. Where buckets begin is told by
 * `TimeBuckets` alone, whatever ClickHouse knows of time zones: it is asked for the times there are. Of spans it takes
 * their minutes where that is enough, which are read as fast as nothing else.
 */
export async function timeBucketSql(
  database: ClickHouseDatabase,
  { table, minutes }: BucketedRows,
  buckets: TimeBuckets,
  interval: Interval,
  params: SqlParams,
): Promise<string> {
  const lengthMs = LENGTH_MS[interval];
  const unitsOf = async (unitMs: number): Promise<readonly number[]> => {
    // A copy of a row that is told twice is a time that is told twice.
    const rows = await database.read(
      `SELECT DISTINCT toInt64(intDiv(start_ns, ${unitMs}000000)) FROM ${table} WHERE workspace = {workspace:String}`,
      params.values,
    );
    return rows.all((row) => row.int64() * unitMs);
  };
  const quartersOf = async (): Promise<readonly number[]> => {
    if (table === 'traces') return unitsOf(QUARTER_MS);
    const known = minutes ?? (await minutesOfSpans(database, params));
    return [...new Set(known.map((minute) => Math.floor(minute / 15) * QUARTER_MS))];
  };
  const quarters = await quartersOf();
  const hasMinute = table === 'spans';
  if (lengthMs <= QUARTER_MS && quarters.every((quarter) => buckets.startOf(quarter) === quarter)) {
    return hasMinute && lengthMs >= MINUTE_MS
      ? `toInt64(intDiv(minute, ${lengthMs / MINUTE_MS})) * ${lengthMs}`
      : `intDiv(${START_MS}, ${lengthMs}) * ${lengthMs}`;
  }
  const bounds = new Set<number>();
  for (const unit of lengthMs < QUARTER_MS ? await unitsOf(lengthMs) : quarters) {
    // No more than one bucket begins within it.
    const start = buckets.startOf(unit);
    bounds.add(start).add(buckets.nextOf(start));
  }
  if (bounds.size === 0) return START_MS;
  const sorted = [...bounds].sort((a, b) => a - b);
  if (!hasMinute || sorted.some((bound) => bound % MINUTE_MS !== 0)) {
    return `roundDown(${START_MS}, ${params.numbers(sorted)})`;
  }
  return `roundDown(toInt64(minute), ${params.numbers(sorted.map((bound) => bound / MINUTE_MS))}) * ${MINUTE_MS}`;
}

async function minutesOfSpans(database: ClickHouseDatabase, params: SqlParams): Promise<readonly number[]> {
  const rows = await database.read(`SELECT DISTINCT minute FROM spans WHERE ${params.workspace}`, params.values);
  return rows.all((row) => row.uint32());
}
