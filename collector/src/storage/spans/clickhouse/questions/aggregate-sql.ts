import type { AggregateAnswer, AggregateGroup } from '@tracewright/schema';
import {
  type AggregateRequest,
  aggregateAnswer,
  type Dimension,
  intervalOf,
  type TagDimension,
  type TimeSpan,
  timeKey,
} from '../../questions/aggregate.ts';
import { TimeBuckets } from '../../questions/time-buckets.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { SPAN_STATUS_SQL } from '../filter/span-fields.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import type { RowReader } from '../row-binary/row-reader.ts';
import { cellFigureNames, cellFigures, mergedFigures } from './cells/cell-columns.ts';
import { type CellSource, canBeOfCells } from './cells/cell-source.ts';
import { figuresSql, type MeasuredSql, measuredSql, NOTHING, OF_SPANS, readFigures } from './figures-sql.ts';
import { NO_QUANTILES } from './quantiles-sql.ts';
import { timeBucketSql } from './time-bucket-sql.ts';

/** A question for figures of which SQL alone knows the rows. */
export interface FiguresAsked {
  /** Reads columns of the rows that are meant. */
  readonly select: (columns: string) => string;
  /** Figures that were added up before, where they tell something of these rows. */
  readonly cells?: CellSource | undefined;
  readonly params: SqlParams;
  /** The minutes in which spans begin, where they are known. */
  readonly minutes?: readonly number[] | undefined;
  /** Duration of all traces together that have such a row; undefined where attribution was not asked for. */
  readonly tracesUs: number | undefined;
}

const OF_TRACES: MeasuredSql = {
  is_error: "status = 'error'",
  duration: "if(status = 'running', -1, duration_us)",
  self: NOTHING,
  critical: 'duration_us',
  ttft: NOTHING,
  input: 'input_tokens',
  output: 'output_tokens',
  cost: 'cost_nano_usd',
  is_partial: 'is_cost_partial',
};

/** What groups are told by; '' stands for none. */
const SPAN_KEYS: Readonly<Record<Exclude<Dimension, 'time'>, string>> = {
  provider: 'provider',
  model: 'model',
  name: 'name',
  path: 'path',
  kind: 'kind',
  status: SPAN_STATUS_SQL,
  service: 'service',
  user: 'user_id',
  session: 'session_id',
  prompt: 'prompt_name',
  promptVersion: 'prompt_version',
  experiment: 'experiment_id',
  run: 'run_id',
};

/** A trace with several models counts in the group of each. */
const TRACE_KEYS: Partial<Record<Dimension, string>> = {
  model: "arrayJoin(if(empty(models), [''], models))",
  name: 'name',
  status: 'status',
  service: 'service',
  user: 'user_id',
  session: 'session_id',
  experiment: 'experiment_id',
  run: 'run_id',
};

/** Of some columns of many rows: a tenth to a sixth of the time is spent on blocks, not on rows, if they are small. */
const IN_LARGE_BLOCKS = 'SETTINGS preferred_block_size_bytes = 8000000';

/** Of these there may be a group to every few rows. */
const MANY_VALUED: readonly unknown[] = ['user', 'session', 'run'];

/** Those in which '' is a value like any other. */
const ALWAYS: readonly unknown[] = ['path', 'kind', 'status', 'experiment'];

/** Adds up figures of traces or spans where the rows are. */
export async function aggregateSql(
  database: ClickHouseDatabase,
  request: AggregateRequest,
  timeSpan: TimeSpan,
  asked: FiguresAsked,
): Promise<AggregateAnswer> {
  const { by, of } = request;
  const interval = intervalOf(request, timeSpan);
  const buckets = new TimeBuckets(interval, request.zone);
  const { params, minutes, cells } = asked;
  const ofCells = cells !== undefined && canBeOfCells(request, interval, buckets, minutes) ? cells : undefined;
  const keys = await Promise.all(
    by.map(async (dimension) => {
      if (typeof dimension !== 'string') return tagSql(dimension, params);
      if (dimension === 'time') return timeBucketSql(database, { table: of, minutes }, buckets, interval, params);
      return keySql(of, dimension);
    }),
  );
  // Counted once each, whatever many groups they are in.
  const inSeveral = of === 'traces' && by.includes('model');
  const from = { ...asked, cells: ofCells };
  const [groups, [total]] = await Promise.all([
    readGroups(database, request, keys, from, !inSeveral),
    inSeveral ? readGroups(database, { ...request, by: [] }, [], from, true) : [],
  ]);
  // Where there is no row there is no group of all rows either.
  const sum = total ?? groups.pop() ?? (await readGroups(database, { ...request, by: [] }, [], from, true))[0]!;
  return aggregateAnswer(request, interval, groups, sum);
}

function keySql(of: AggregateRequest['of'], dimension: Exclude<Dimension, 'time'>): string {
  const sql = of === 'spans' ? SPAN_KEYS[dimension] : TRACE_KEYS[dimension];
  if (sql === undefined) throw new TypeError(`traces are not grouped by ${dimension}`);
  return sql;
}

/** A sign stands before each value, so that one that is empty is told from none. */
function tagSql(dimension: TagDimension, params: SqlParams): string {
  const ids = params.texts([...dimension.valueOf.keys()]);
  const values = params.texts([...dimension.valueOf.values()].map((value) => `=${value}`));
  return `transform(lower(hex(trace_id)), ${ids}, ${values}, '')`;
}

/** The groups, and if `hasTotal` all of them together as the last one. */
async function readGroups(
  database: ClickHouseDatabase,
  { of, by, attribution }: AggregateRequest,
  keys: readonly string[],
  { select, cells, params, tracesUs }: FiguresAsked,
  hasTotal: boolean,
): Promise<AggregateGroup[]> {
  const measured: MeasuredSql =
    of === 'traces' ? OF_TRACES : attribution ? OF_SPANS : { ...OF_SPANS, self: NOTHING, critical: NOTHING };
  const names = keys.map((_, index) => `k${index}`);
  const named = keys.map((key, index) => `${key} AS k${index}`);
  const columns = [...named, measuredSql(measured)].join(', ');
  const figures = cells === undefined ? figuresSql(measured) : mergedFigures(attribution, NO_QUANTILES);
  const source = cells === undefined ? select(columns) : cellsSql(cells, named, columns, attribution);
  const rows = await database.read(
    `SELECT ${[levelSql(names, hasTotal), ...names, figures].join(', ')}` +
      ` FROM (${source})${groupSql(by, names, hasTotal)} ORDER BY level ${IN_LARGE_BLOCKS}`,
    params.values,
  );
  const found: AggregateGroup[] = [];
  while (rows.hasMore) {
    const isWhole = rows.flag();
    const key = by.map((dimension) => readKey(rows, dimension));
    found.push(readFigures(rows, isWhole ? [] : key, tracesUs));
  }
  // Without any keys there is one group, unless there is nothing in it, and it is all there is.
  if (names.length === 0) return found[0]!.count === 0 ? found : [...found, ...found];
  return found;
}

/** Cells, and beside them the rows that no cell tells of, added up likewise. */
function cellsSql({ select, rest }: CellSource, keys: readonly string[], columns: string, hasSelf: boolean): string {
  const names = keys.map((_, index) => `k${index}`);
  const groupBy = names.length === 0 ? '' : ` GROUP BY ${names.join(', ')}`;
  const added = [...names, cellFigures(hasSelf)].join(', ');
  return [
    select([...keys, cellFigureNames(hasSelf)].join(', ')),
    ...rest.map((rows) => `SELECT ${added} FROM (${rows(columns)})${groupBy}`),
  ].join(' UNION ALL ');
}

/** 0 in a group of rows, more in what is made of several groups. */
function levelSql(names: readonly string[], hasTotal: boolean): string {
  const level = names.length === 0 ? '1' : hasTotal ? `grouping(${names.join(', ')})` : '0';
  return `toUInt8(${level}) AS level`;
}

/**
 * The sum of all groups is made of the groups, unless they are so many that it takes less to add up the rows once more.
 * Sums on the way to it, over some of the keys, are not wanted.
 */
function groupSql(by: AggregateRequest['by'], names: readonly string[], hasTotal: boolean): string {
  if (names.length === 0) return '';
  const all = names.join(', ');
  if (!hasTotal) return ` GROUP BY ${all}`;
  if (by.some((dimension) => MANY_VALUED.includes(dimension))) return ` GROUP BY GROUPING SETS ((${all}), ())`;
  return ` GROUP BY ROLLUP(${all}) HAVING level IN (0, ${2 ** names.length - 1})`;
}

function readKey(rows: RowReader, dimension: Dimension | TagDimension): string | null {
  if (dimension === 'time') return timeKey(rows.int64());
  const text = rows.text();
  if (typeof dimension !== 'string') return text === '' ? null : text.slice(1);
  return text === '' && !ALWAYS.includes(dimension) ? null : text;
}
