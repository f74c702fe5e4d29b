import type { Nanos, TraceOrder } from '@tracewright/schema';
import type { TraceKey, TraceQuery, TraceRow } from '../../span-store.ts';
import { comparePlaces, placeOf } from '../../trace-order.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { ORDER_SQL } from '../filter/trace-fields.ts';
import { idSet } from '../id-set.ts';
import type { TracePlace } from '../trace-place.ts';
import { readTraceRow, TRACE_SELECT } from '../trace-rows.ts';
import type { StandingRows } from './standing-rows.ts';
import { tracesAsked } from './traces-asked.ts';

/** Traces that SQL finds for a filter: all that match, and where it cannot tell some more. */
export interface CandidatePage {
  readonly rows: readonly TraceRow[];
  /** Where the last one stood when it was found. */
  readonly end: TraceKey | undefined;
  readonly hasMore: boolean;
  /** On all pages together. */
  readonly count: number;
}

/** Where a trace stood when it was found: in the list, and in which minutes its spans are. */
export interface Candidate extends TracePlace {
  readonly place: TraceKey;
}

/** Such traces in the order of the list. */
export interface CandidatePlaces {
  readonly candidates: readonly Candidate[];
  readonly hasMore: boolean;
  /** On all pages together. */
  readonly count: number;
}

/** A page of them. They are sorted and counted by a few columns; all are read of those that the page has. */
export async function candidatesOf(
  database: ClickHouseDatabase,
  standing: StandingRows,
  query: TraceQuery,
): Promise<CandidatePage> {
  const { candidates, hasMore, count } = await candidatePlaces(database, standing, query, false);
  const rows = await candidateRows(database, query, candidates);
  return { rows, end: candidates.at(-1)?.place, hasMore, count };
}

/** @param withSpans whether their spans are to be looked for: else nothing is told of their minutes */
export async function candidatePlaces(
  database: ClickHouseDatabase,
  standing: StandingRows,
  query: TraceQuery,
  withSpans = true,
): Promise<CandidatePlaces> {
  const { order = 'start', after, limit } = query;
  const { where, params } = tracesAsked(query, standing);
  const value = order === 'start' ? '0' : ORDER_SQL[order];
  const minutes = withSpans
    ? 'first_minute AS first, last_minute AS last'
    : 'toUInt32(0) AS first, toUInt32(0) AS last';
  const all = standing.traces.select(
    `trace_id, start_ns, ${value} AS value, ${minutes}, count() OVER () AS matching`,
    where,
  );
  const rest = after === undefined ? '' : ` WHERE (value, start_ns, trace_id) < (${placeSql(after, order, params)})`;
  const found = await database.read(
    `SELECT trace_id, matching, start_ns, toInt64(value), first, last FROM (${all})${rest}` +
      ` ORDER BY value DESC, start_ns DESC, trace_id DESC LIMIT ${limit + 1}`,
    params.values,
  );
  let count = 0;
  const candidates = found.all((row): Candidate => {
    const traceId = row.id(16);
    count = Number(row.uint64());
    const startNs = row.uint64() as Nanos;
    const sortedBy = row.int64();
    const place = order === 'start' ? { startNs, traceId } : { value: sortedBy, startNs, traceId };
    return { traceId, place, firstMinute: row.uint32(), lastMinute: row.uint32() };
  });
  // Behind the last page there is no row that could tell.
  if (candidates.length === 0 && after !== undefined) count = await countCandidates(database, standing, query);
  return { candidates: candidates.slice(0, limit), hasMore: candidates.length > limit, count };
}

/** In the order of the list. */
export async function candidateRows(
  database: ClickHouseDatabase,
  { workspaceId, order = 'start' }: Pick<TraceQuery, 'workspaceId' | 'order'>,
  candidates: readonly Candidate[],
): Promise<TraceRow[]> {
  const rows = await readRows(
    database,
    workspaceId,
    candidates.map(({ traceId }) => traceId),
  );
  return rows.sort((a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
}

async function countCandidates(
  database: ClickHouseDatabase,
  standing: StandingRows,
  query: TraceQuery,
): Promise<number> {
  const { where, params } = tracesAsked(query, standing);
  const row = await database.read(standing.traces.select('count()', where), params.values);
  return Number(row.uint64());
}

/** All rows of some traces; of several the last one stands, as `FINAL` has it, which would read them in ten times the time. */
async function readRows(
  database: ClickHouseDatabase,
  workspaceId: string,
  ids: readonly string[],
): Promise<TraceRow[]> {
  if (ids.length === 0) return [];
  const rows = await database.read(
    `SELECT ${TRACE_SELECT} FROM traces WHERE workspace = {workspace:String} AND trace_id IN ${idSet(ids, 16)}` +
      ' ORDER BY version, change',
    { workspace: workspaceId },
  );
  return [...new Map(rows.all(readTraceRow).map((row) => [row.traceId, row])).values()];
}

function placeSql({ value, startNs, traceId }: TraceKey, order: TraceOrder, params: SqlParams): string {
  const first = order === 'start' ? '0' : params.int64(value ?? -1);
  return `${first}, ${params.uint64(startNs)}, toFixedString(unhex(${params.text(traceId)}), 16)`;
}
