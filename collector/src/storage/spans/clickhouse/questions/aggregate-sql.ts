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
import { figuresSql, type MeasuredSql, measuredSql, NOTHING, readFigures } from './figures-sql.ts';
import { timeBucketSql } from './time-bucket-sql.ts';

/** A question for figures of which SQL alone knows the rows. */
export interface FiguresAsked {
  /** What comes behind `WHERE`. */
  readonly where: string;
  readonly params: SqlParams;
  /** Duration of all traces together that have such a row; undefined where attribution was not asked for. */
  readonly tracesUs: number | undefined;
}

const IS_CALL = "kind IN ('llm', 'embedding', 'reranker')";
const COUNTS = `(${IS_CALL} AND NOT is_repeated)`;

const OF_SPANS: MeasuredSql = {
  is_error: 'status_code = 2',
  duration: 'duration_us',
  self: NOTHING,
  critical: NOTHING,
  ttft: 'ttft_us',
  input: `if(${COUNTS}, input_tokens, -1)`,
  output: `if(${COUNTS}, output_tokens, -1)`,
  cost: `if(${COUNTS}, cost_nano_usd, -1)`,
  is_partial: `${COUNTS} AND is_cost_partial`,
};

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
  const { params } = asked;
  const keys = await Promise.all(
    by.map(async (dimension) => {
      if (typeof dimension !== 'string') return tagSql(dimension, params);
      if (dimension === 'time') return `toString(${await timeBucketSql(database, of, buckets, interval, params)})`;
      return keySql(of, dimension);
    }),
  );
  // Counted once each, whatever many groups they are in.
  const inSeveral = of === 'traces' && by.includes('model');
  const [groups, [total]] = await Promise.all([
    readGroups(database, request, keys, asked, !inSeveral),
    inSeveral ? readGroups(database, { ...request, by: [] }, [], asked, true) : [],
  ]);
  // Where there is no row there is no group of all rows either.
  const sum = total ?? groups.pop() ?? (await readGroups(database, { ...request, by: [] }, [], asked, true))[0]!;
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
  { where, params, tracesUs }: FiguresAsked,
  hasTotal: boolean,
): Promise<AggregateGroup[]> {
  const measured: MeasuredSql =
    of === 'traces' ? OF_TRACES : attribution ? { ...OF_SPANS, self: 'self_us', critical: 'critical_us' } : OF_SPANS;
  const names = keys.map((_, index) => `k${index}`);
  const columns = [...keys.map((key, index) => `${key} AS k${index}`), measuredSql(measured)].join(', ');
  const isTotal = names.length === 0 ? '1' : hasTotal ? `grouping(${names.join(', ')}) > 0` : '0';
  const sets = hasTotal ? `GROUPING SETS ((${names.join(', ')}), ())` : names.join(', ');
  const rows = await database.read(
    `SELECT toBool(${isTotal}) AS is_total, ${[...names, figuresSql(measured)].join(', ')}` +
      ` FROM (SELECT ${columns} FROM ${of} FINAL WHERE ${where})` +
      `${names.length === 0 ? '' : ` GROUP BY ${sets}`} ORDER BY is_total`,
    params.values,
  );
  const found: AggregateGroup[] = [];
  while (rows.hasMore) {
    const isWhole = rows.flag();
    const key = by.map((dimension) => keyOf(dimension, rows.text()));
    found.push(readFigures(rows, isWhole ? [] : key, tracesUs));
  }
  // Without any keys there is one group, unless there is nothing in it, and it is all there is.
  if (names.length === 0) return found[0]!.count === 0 ? found : [...found, ...found];
  return found;
}

function keyOf(dimension: Dimension | TagDimension, text: string): string | null {
  if (typeof dimension !== 'string') return text === '' ? null : text.slice(1);
  if (dimension === 'time') return timeKey(Number(text));
  return text === '' && !ALWAYS.includes(dimension) ? null : text;
}
