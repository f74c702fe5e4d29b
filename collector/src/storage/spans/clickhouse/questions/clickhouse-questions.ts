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
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { spanCondition } from '../filter/filter-condition.ts';
import { SqlParams } from '../filter/sql-params.ts';
import { aggregateSql } from './aggregate-sql.ts';
import { cellSource } from './cells/cell-source.ts';
import { type CellLimits, PartCells } from './cells/part-cells.ts';
import { listSpansSql } from './list-spans.ts';
import { PATIENCE_MS, TraceList } from './list-traces.ts';
import { SpanParts } from './span-parts.ts';
import { StoreFigures } from './store-figures.ts';
import { TraceChanges } from './trace-changes.ts';
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
  const list = new TraceList(database, patienceMs);
  const parts = new SpanParts(database);
  const cells = new PartCells(database, limits);
  const changes = new TraceChanges(database);
  const figures = new StoreFigures(database);
  return {
    listTraces: (query) => list.list(query),
    aggregate: (request) =>
      request.of === 'traces'
        ? aggregateTraces(database, list, request)
        : aggregateOfSpans(database, parts, cells, list, request),
    async facets(request) {
      const { asked, isWhole } = await settled(list, request);
      const rows = await facetRows(database, asked, MAX_COUNTED + 1);
      const answer = facetsOf(rows, request.fields, request.limit, MAX_COUNTED);
      return { ...answer, isPartial: answer.isPartial || !isWhole };
    },
    async histogram(request) {
      const { asked, isWhole } = await settled(list, request);
      return { ...(await histogramSql(database, asked, request)), ...partly(isWhole) };
    },
    async sessions(request) {
      const { asked, isWhole } = await settled(list, request);
      return { ...(await sessionsSql(database, asked, request)), totalIsEstimate: !isWhole };
    },
    listSpans: (query) => listSpans(database, list, query),
    changes: (workspaceId, since, limit) => changes.changes(workspaceId, since, limit),
    runTraces: (workspaceId, since, limit) => changes.runTraces(workspaceId, since, limit),
    lastChange: (workspaceId) => changes.lastChange(workspaceId),
    stats: () => figures.stats(),
    quality: (workspaceId) => figures.quality(workspaceId),
    close: () => cells.close(),
  };
}

async function aggregateTraces(
  database: ClickHouseDatabase,
  list: TraceList,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { asked, isWhole } = await settled(list, request);
  const { where, params } = tracesAsked(asked);
  const tracesUs = request.attribution ? await durationOf(database, where, params) : undefined;
  const span = await boundsAsked(database, request);
  const select = (columns: string): string => `SELECT ${columns} FROM traces FINAL WHERE ${where}`;
  return { ...(await aggregateSql(database, request, span, { select, params, tracesUs })), ...partly(isWhole) };
}

async function aggregateOfSpans(
  database: ClickHouseDatabase,
  parts: SpanParts,
  cells: PartCells,
  list: TraceList,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { workspaceId, filter, attribution } = request;
  const span = await boundsAsked(database, request);
  const params = new SqlParams(workspaceId);
  const { sql, isExact } = spanCondition(filter, params);
  const where = `${params.workspace} AND (${sql})`;
  if (isExact) {
    const ofSpans = `trace_id IN (SELECT trace_id FROM spans FINAL WHERE ${where})`;
    const tracesUs = attribution
      ? await durationOf(database, `${params.workspace} AND ${sql === '1' ? '1' : ofSpans}`, params)
      : undefined;
    const answer = await parts.ask(({ select, minutes }, known, asked) =>
      aggregateSql(database, request, span, {
        select: (columns) => select(columns, where),
        cells: cellSource(filter, where, params, known, asked),
        ...{ params, minutes, tracesUs },
      }),
    );
    // The next ones are answered sooner.
    void cells.add(parts.parts);
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
  { workspaceId, filter, by, interval }: AggregateRequest,
): Promise<TimeSpan> {
  const isAsked = interval === 'auto' && by.includes('time');
  return isAsked ? boundsOf(filter, await timeSpan(database, workspaceId)) : NO_TIME;
}

async function durationOf(database: ClickHouseDatabase, where: string, params: SqlParams): Promise<number> {
  const row = await database.read(`SELECT sum(toFloat64(duration_us)) FROM traces FINAL WHERE ${where}`, params.values);
  return row.float64();
}

function partly(isWhole: boolean): { readonly isPartial?: true } {
  return isWhole ? {} : { isPartial: true };
}
