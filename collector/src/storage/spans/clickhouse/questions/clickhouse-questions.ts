import type { AggregateAnswer } from '@tracewright/schema';
import { spanTest } from '../../../../filter/evaluate.ts';
import type { Expression } from '../../../../filter/expression.ts';
import { Aggregate, type AggregateRequest, type TimeSpan } from '../../questions/aggregate.ts';
import { aggregateSpans } from '../../questions/aggregate-spans.ts';
import { NewestSpans } from '../../questions/newest-spans.ts';
import {
  boundsOf,
  MAX_COUNTED,
  type SpanPage,
  type SpanQuery,
  type TracesAsked,
} from '../../questions/span-questions.ts';
import { facetsOf } from '../../questions/trace-figures.ts';
import type { SpanStore } from '../../span-store.ts';
import { type ClickHouseDatabase, forAsker, forEverybody } from '../clickhouse-database.ts';
import { spanCondition } from '../filter/filter-condition.ts';
import { SqlParams } from '../filter/sql-params.ts';
import { aggregateSql } from './aggregate-sql.ts';
import { cellSource } from './cells/cell-source.ts';
import { type CellLimits, PartCells } from './cells/part-cells.ts';
import { listSpansSql } from './list-spans.ts';
import { PATIENCE_MS, TraceList } from './list-traces.ts';
import { SpanParts } from './span-parts.ts';
import type { StandingTraces } from './standing-traces.ts';
import { StoreFigures } from './store-figures.ts';
import { TraceChanges } from './trace-changes.ts';
import { TraceParts } from './trace-parts.ts';
import { facetRows, histogramSql, sessionsSql, timeSpan } from './trace-questions.ts';
import { tracesAsked } from './traces-asked.ts';

/** What is asked of many traces and spans at once. */
export type ClickHouseQuestions = Pick<
  SpanStore,
  | 'listTraces'
  | 'aggregate'
  | 'facets'
  | 'histogram'
  | 'sessions'
  | 'listSpans'
  | 'changes'
  | 'runTraces'
  | 'lastChange'
  | 'stats'
  | 'quality'
> & {
  /** Resolves when nothing is being added up behind answers any more. */
  readonly close: () => Promise<void>;
};

/** How long a question may look through all spans, ms; others are answered meanwhile. */
const LONGEST_MS = 15_000;
const NO_TIME: TimeSpan = { firstMs: 0, lastMs: 0 };

/**
 * Answers questions by SQL where SQL can tell which rows are meant, and otherwise by a look at the spans of those that
 * may be.
 */
export function clickHouseQuestions(
  database: ClickHouseDatabase,
  patienceMs: number = PATIENCE_MS,
  limits?: Partial<CellLimits>,
): ClickHouseQuestions {
  const traceParts = new TraceParts(database);
  const list = new TraceList(database, traceParts, patienceMs);
  const parts = new SpanParts(database);
  const cells = new PartCells(database, limits);
  const changes = new TraceChanges(database);
  const figures = new StoreFigures(database);
  return {
    listTraces: (query) => forAsker(() => list.list(query)),
    aggregate: (request) =>
      forAsker(() =>
        request.of === 'traces'
          ? aggregateTraces(database, traceParts, list, request)
          : aggregateOfSpans({ database, parts, traceParts, cells, list }, request),
      ),
    facets: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const rows = await traceParts.ask((traces) => facetRows(database, traces, asked, MAX_COUNTED + 1));
        const answer = facetsOf(rows, request.fields, request.limit, MAX_COUNTED);
        return { ...answer, isPartial: answer.isPartial || !isWhole };
      }),
    histogram: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const answer = await traceParts.ask((traces) => histogramSql(database, traces, asked, request));
        return { ...answer, ...partly(isWhole) };
      }),
    sessions: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const page = await traceParts.ask((traces) => sessionsSql(database, traces, asked, request));
        return { ...page, totalIsEstimate: !isWhole };
      }),
    listSpans: (query) => forAsker(() => listSpans(database, list, query)),
    changes: (workspaceId, since, limit) => changes.changes(workspaceId, since, limit),
    runTraces: (workspaceId, since, limit) => changes.runTraces(workspaceId, since, limit),
    lastChange: (workspaceId) => changes.lastChange(workspaceId),
    stats: () => figures.stats(),
    quality: (workspaceId) => forAsker(() => figures.quality(workspaceId)),
    close: () => cells.close(),
  };
}

async function aggregateTraces(
  database: ClickHouseDatabase,
  parts: TraceParts,
  list: TraceList,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { asked, isWhole } = await settled(list, request);
  const { where, params } = tracesAsked(asked);
  const answer = await parts.ask(async (traces) => {
    const tracesUs = request.attribution ? await durationOf(database, traces, where, params) : undefined;
    const span = await boundsAsked(database, traces, request);
    const select = (columns: string): string => traces.select(columns, where);
    return aggregateSql(database, request, span, { select, params, tracesUs });
  });
  return { ...answer, ...partly(isWhole) };
}

/** What figures of spans are asked of. */
interface SpanSources {
  readonly database: ClickHouseDatabase;
  readonly parts: SpanParts;
  readonly traceParts: TraceParts;
  readonly cells: PartCells;
  readonly list: TraceList;
}

async function aggregateOfSpans(
  { database, parts, traceParts, cells, list }: SpanSources,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { workspaceId, filter, attribution } = request;
  const needsBounds = request.interval === 'auto' && request.by.includes('time');
  const span = needsBounds ? await traceParts.ask((traces) => boundsAsked(database, traces, request)) : NO_TIME;
  const params = new SqlParams(workspaceId);
  const { sql, isExact } = spanCondition(filter, params);
  const where = `${params.workspace} AND (${sql})`;
  if (isExact) {
    const ofSpans = `trace_id IN (SELECT trace_id FROM spans FINAL WHERE ${where})`;
    const tracesUs = attribution
      ? await traceParts.ask((traces) =>
          durationOf(database, traces, `${params.workspace} AND ${sql === '1' ? '1' : ofSpans}`, params),
        )
      : undefined;
    const answer = await parts.ask(({ select, minutes }, known, asked) =>
      aggregateSql(database, request, span, {
        select: (columns) => select(columns, where),
        cells: cellSource(filter, where, params, known, asked),
        ...{ params, minutes, tracesUs },
      }),
    );
    // The next ones are answered sooner.
    void forEverybody(() => cells.add(parts.parts));
    return answer;
  }
  const into = new Aggregate(request, span);
  const test = spanTest(filter);
  const isWhole = await inTracesOf(list, { workspaceId, filter }, (trace) =>
    aggregateSpans([trace], request, test, into),
  );
  return { ...into.answer(), ...partly(isWhole) };
}

async function listSpans(database: ClickHouseDatabase, list: TraceList, query: SpanQuery): Promise<SpanPage> {
  const params = new SqlParams(query.workspaceId);
  const { sql, isExact } = spanCondition(query.filter, params);
  if (isExact) return listSpansSql(database, query, `${params.workspace} AND (${sql})`, params);
  const found = new NewestSpans(query, spanTest(query.filter));
  return found.page(await inTracesOf(list, query, (trace) => found.add(trace)));
}

/** Shows every trace that may have a span that passes. @returns whether it came to the end */
async function inTracesOf(
  list: TraceList,
  { workspaceId, filter }: TracesAsked,
  visit: (trace: Parameters<Parameters<TraceList['search']>[3]>[0]) => void,
): Promise<boolean> {
  const query: TracesAsked = { workspaceId, filter: { type: 'has', of: filter } };
  const { searchedTo } = await list.search(query, undefined, LONGEST_MS, (trace) => {
    visit(trace);
    return true;
  });
  return searchedTo === undefined;
}

/** The traces of a filter that only spans can tell, by their ids. */
async function settled(
  list: TraceList,
  { workspaceId, filter }: TracesAsked,
): Promise<{ readonly asked: TracesAsked; readonly isWhole: boolean }> {
  const { test } = tracesAsked({ workspaceId, filter });
  if (test === undefined) return { asked: { workspaceId, filter }, isWhole: true };
  const traceIds = new Set<string>();
  const { searchedTo } = await list.search({ workspaceId, filter }, test, LONGEST_MS, ({ row }) => {
    traceIds.add(row.traceId);
    return true;
  });
  const found: Expression = { type: 'traceIds', traceIds };
  return { asked: { workspaceId, filter: found }, isWhole: searchedTo === undefined };
}

/** The time that buckets lie in, where anything depends on it. */
async function boundsAsked(
  database: ClickHouseDatabase,
  traces: StandingTraces,
  { workspaceId, filter, by, interval }: AggregateRequest,
): Promise<TimeSpan> {
  const isAsked = interval === 'auto' && by.includes('time');
  return isAsked ? boundsOf(filter, await timeSpan(database, traces, workspaceId)) : NO_TIME;
}

async function durationOf(
  database: ClickHouseDatabase,
  traces: StandingTraces,
  where: string,
  params: SqlParams,
): Promise<number> {
  const row = await database.read(traces.select('sum(toFloat64(duration_us))', where), params.values);
  return row.float64();
}

function partly(isWhole: boolean): { readonly isPartial?: true } {
  return isWhole ? {} : { isPartial: true };
}
