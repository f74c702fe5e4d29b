import { type Interval, LENGTH_MS, type TimeBuckets } from '../../questions/time-buckets.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';

/** When a row began, ms since the Unix epoch. */
const START_MS = 'toInt64(intDiv(start_ns, 1000000))';
/** The clocks of zones change at whole quarters of an hour. */
const QUARTER_MS = 15 * 60_000;

/**
 * The start of the bucket that a row lies in, ms since the Unix epoch, as an expression on `start_ns`. Where buckets
 * begin is told by `TimeBuckets` alone, whatever ClickHouse knows of time zones: it is asked for the times there are.
 */
export async function timeBucketSql(
  database: ClickHouseDatabase,
  table: 'spans' | 'traces',
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
  const quarters = table === 'spans' ? await quartersOfSpans(database, params) : await unitsOf(QUARTER_MS);
  if (lengthMs <= QUARTER_MS && quarters.every((quarter) => buckets.startOf(quarter) === quarter)) {
    return `intDiv(${START_MS}, ${lengthMs}) * ${lengthMs}`;
  }
  const bounds = new Set<number>();
  for (const unit of lengthMs < QUARTER_MS ? await unitsOf(lengthMs) : quarters) {
    // No more than one bucket begins within it.
    const start = buckets.startOf(unit);
    bounds.add(start).add(buckets.nextOf(start));
  }
  if (bounds.size === 0) return START_MS;
  const sorted = [...bounds].sort((a, b) => a - b);
  return `roundDown(${START_MS}, ${params.numbers(sorted)})`;
}

/** Those in which spans begin, told by a column of their order: ms since the Unix epoch. */
async function quartersOfSpans(database: ClickHouseDatabase, params: SqlParams): Promise<readonly number[]> {
  const rows = await database.read(
    `SELECT DISTINCT toInt64(intDiv(minute, 15)) FROM spans WHERE ${params.workspace}`,
    params.values,
  );
  return rows.all((row) => row.int64() * QUARTER_MS);
}
