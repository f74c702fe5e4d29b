import type { HistogramAnswer, Page, SessionSummary } from '@tracewright/schema';
import { intervalOf, type TimeSpan } from '../../questions/aggregate.ts';
import type { SessionKey } from '../../questions/session-key.ts';
import { sessionsOfPage } from '../../questions/sessions.ts';
import {
  boundsOf,
  type HistogramRequest,
  ofSessions,
  type SessionPage,
  type SessionsRequest,
  type TracesAsked,
} from '../../questions/span-questions.ts';
import { TimeBuckets } from '../../questions/time-buckets.ts';
import { decadeOf, type FacetRow, histogramAnswer, type TimeCount } from '../../questions/trace-figures.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SqlParams } from '../filter/sql-params.ts';
import { readTraceRow, TRACE_SELECT } from '../trace-rows.ts';
import { quantilesSql, readQuantiles } from './quantiles-sql.ts';
import type { StandingRows } from './standing-rows.ts';
import { timeBucketSql } from './time-bucket-sql.ts';
import { tracesAsked } from './traces-asked.ts';

/** The smallest durations, µs, of the buckets that a histogram counts them in, as far as numbers tell one from the next. */
const DECADE_EDGES: readonly number[] = Array.from({ length: 160 }, (_, decade) => {
  let edge = Math.ceil(10 ** (decade / 10));
  while (edge > 1 && decadeOf(edge - 1) >= decade) edge--;
  while (decadeOf(edge) < decade) edge++;
  return edge;
});

/** Counts traces over time and by duration. @param asked of traces that SQL alone finds */
export async function histogramSql(
  database: ClickHouseDatabase,
  standing: StandingRows,
  asked: TracesAsked,
  request: HistogramRequest,
): Promise<HistogramAnswer> {
  const needsSpan = request.interval === 'auto';
  const span = needsSpan ? await timeSpan(database, standing, request.workspaceId) : NO_TIME;
  const interval = intervalOf(request, boundsOf(request.filter, span));
  const buckets = new TimeBuckets(interval, request.zone);
  const { where, params } = tracesAsked(asked, standing);
  const bucket = await timeBucketSql(database, { table: 'traces' }, buckets, interval, params);
  const edges = params.numbers(DECADE_EDGES);
  const outcome = `${bucket} AS bucket, status = 'error' AS is_error, if(status = 'running', -1, duration_us) AS duration`;
  const [times, durations] = await Promise.all([
    database.read(
      `SELECT bucket, count(), countIf(is_error), ${quantilesSql('duration')} FROM (${standing.traces.select(outcome, where)}) GROUP BY bucket`,
      params.values,
    ),
    database.read(
      `SELECT edge, count(), countIf(is_error) FROM (${standing.traces.select(`roundDown(greatest(duration_us, 1), ${edges}) AS edge, status = 'error' AS is_error`, `${where} AND status <> 'running'`)}) GROUP BY edge`,
      params.values,
    ),
  ]);
  const byTime = times.all((row): [number, TimeCount] => [
    row.int64(),
    {
      count: Number(row.uint64()),
      errors: Number(row.uint64()),
      durations: readQuantiles(row) as TimeCount['durations'],
    },
  ]);
  const byDuration = durations.all(
    (row) => [decadeOf(row.int64()), { count: Number(row.uint64()), errors: Number(row.uint64()) }] as const,
  );
  return histogramAnswer({ interval, zone: request.zone }, buckets, new Map(byTime), new Map(byDuration));
}

const NO_TIME: TimeSpan = { firstMs: 0, lastMs: 0 };

/** First and last start of all traces. */
export async function timeSpan(
  database: ClickHouseDatabase,
  standing: StandingRows,
  workspaceId: string,
): Promise<TimeSpan> {
  const row = await database.read(
    standing.traces.select('min(start_ns), max(start_ns)', 'workspace = {workspace:String}'),
    {
      workspace: workspaceId,
    },
  );
  const ms = (): number => Number(row.uint64() / 1_000_000n);
  return { firstMs: ms(), lastMs: ms() };
}

/** What facets take of the newest traces. @param asked of traces that SQL alone finds */
export async function facetRows(
  database: ClickHouseDatabase,
  standing: StandingRows,
  asked: TracesAsked,
  limit: number,
): Promise<readonly FacetRow[]> {
  const { where, params } = tracesAsked(asked, standing);
  const rows = await database.read(
    `${standing.traces.select('name, status, experiment_id, models, service, session_id, user_id, run_id', where)} ` +
      `ORDER BY start_ns DESC, trace_id DESC LIMIT ${limit}`,
    params.values,
  );
  return rows.all((row) => ({
    name: row.text(),
    status: row.text() as FacetRow['status'],
    experimentId: row.text(),
    models: row.texts(),
    service: row.text(),
    sessionId: row.text(),
    userId: row.text(),
    runId: row.text(),
  }));
}

/** A page of sessions. @param asked of traces that SQL alone finds */
export async function sessionsSql(
  database: ClickHouseDatabase,
  standing: StandingRows,
  asked: TracesAsked,
  { limit, after }: SessionsRequest,
): Promise<Page<SessionSummary>> {
  const page = await sessionPage(database, standing, asked, limit, after);
  if (page.sessionIds.length === 0) return sessionsOfPage([], page);
  const { where, params } = tracesAsked(ofSessions(asked, page.sessionIds), standing);
  const rows = await database.read(
    `${standing.traces.select(TRACE_SELECT, where)} ORDER BY start_ns DESC, trace_id DESC`,
    params.values,
  );
  return sessionsOfPage(rows.all(readTraceRow), page);
}

/** Which sessions come next, without reading more of their traces than that takes. */
async function sessionPage(
  database: ClickHouseDatabase,
  standing: StandingRows,
  asked: TracesAsked,
  limit: number,
  after: SessionKey | undefined,
): Promise<SessionPage> {
  const { where, params } = tracesAsked(asked, standing);
  const inSession = `${where} AND session_id <> ''`;
  const sessions = `${standing.traces.select('session_id AS id, max(end_ns) AS last', inSession)} GROUP BY id`;
  const rest = after === undefined ? '' : ` WHERE ${behind(after, params)}`;
  const [found, total] = await Promise.all([
    database.read(`SELECT id FROM (${sessions})${rest} ORDER BY last DESC, id LIMIT ${limit + 1}`, params.values),
    database.read(standing.traces.select('uniqExact(session_id)', inSession), params.values),
  ]);
  const ids = found.all((row) => row.text());
  return { sessionIds: ids.slice(0, limit), hasMore: ids.length > limit, total: Number(total.uint64()) };
}

function behind({ lastNs, sessionId }: SessionKey, params: SqlParams): string {
  const last = params.uint64(lastNs);
  return `last < ${last} OR (last = ${last} AND id > ${params.text(sessionId)})`;
}
