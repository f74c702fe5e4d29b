import type { AggregateAnswer } from '@tracewright/schema';
import { spanTest } from '../../../../filter/evaluate.ts';
import { type Expression, MATCH_ALL } from '../../../../filter/expression.ts';
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
import { MERGED_ROWS, StandingParts, type StandingRows } from './standing-rows.ts';
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
  const parts = new StandingParts(new SpanParts(database), new TraceParts(database));
  const list = new TraceList(database, parts, patienceMs);
  const cells = new PartCells(database, limits);
  const changes = new TraceChanges(database);
  const figures = new StoreFigures(database);
  return {
    listTraces: (query) => forAsker(() => list.list(query)),
    aggregate: (request) =>
      forAsker(() =>
        request.of === 'traces'
          ? aggregateTraces(database, parts, list, request)
          : aggregateOfSpans({ database, parts, cells, list }, request),
      ),
    facets: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const rows = await parts.ask(asked.filter, (standing) => facetRows(database, standing, asked, MAX_COUNTED + 1));
        const answer = facetsOf(rows, request.fields, request.limit, MAX_COUNTED);
        return { ...answer, isPartial: answer.isPartial || !isWhole };
      }),
    histogram: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const answer = await parts.ask(asked.filter, (standing) => histogramSql(database, standing, asked, request));
        return { ...answer, ...partly(isWhole) };
      }),
    sessions: (request) =>
      forAsker(async () => {
        const { asked, isWhole } = await settled(list, request);
        const page = await parts.ask(asked.filter, (standing) => sessionsSql(database, standing, asked, request));
        return { ...page, totalIsEstimate: !isWhole };
      }),
    listSpans: (query) => forAsker(() => listSpans(database, parts.spans, list, query)),
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
  parts: StandingParts,
  list: TraceList,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { asked, isWhole } = await settled(list, request);
  const answer = await parts.ask(asked.filter, async (standing) => {
    const { where, params } = tracesAsked(asked, standing);
    const tracesUs = request.attribution ? await durationOf(database, standing, where, params) : undefined;
    const span = await boundsAsked(database, standing, request);
    const select = (columns: string): string => standing.traces.select(columns, where);
    return aggregateSql(database, request, span, { select, params, tracesUs });
  });
  return { ...answer, ...partly(isWhole) };
}

/** What figures of spans are asked of. */
interface SpanSources {
  readonly database: ClickHouseDatabase;
  readonly parts: StandingParts;
  readonly cells: PartCells;
  readonly list: TraceList;
}

async function aggregateOfSpans(
  { database, parts, cells, list }: SpanSources,
  request: AggregateRequest,
): Promise<AggregateAnswer> {
  const { workspaceId, filter, attribution } = request;
  const needsBounds = request.interval === 'auto' && request.by.includes('time');
  const span = needsBounds
    ? await parts.ask(MATCH_ALL, (standing) => boundsAsked(database, standing, request))
    : NO_TIME;
  if (spanCondition(filter, new SqlParams(workspaceId)).isExact) {
    const answer = await parts.spans.ask((spans, known, asked) =>
      parts.traces.ask(async (traces) => {
        const params = new SqlParams(workspaceId, { spans, traces });
        const { sql } = spanCondition(filter, params);
        const where = `${params.workspace} AND (${sql})`;
        const ofTraces = sql === '1' ? '1' : `trace_id IN (${spans.select('trace_id', where)})`;
        return aggregateSql(database, request, span, {
          select: (columns) => spans.select(columns, where),
          cells: cellSource(filter, where, params, known, asked),
          ...{ params, minutes: spans.minutes },
          tracesUs: attribution
            ? await durationOf(database, params.rows, `${params.workspace} AND ${ofTraces}`, params)
            : undefined,
        });
      }),
    );
    // The next ones are answered sooner.
    void forEverybody(() => cells.add(parts.spans.parts));
    return answer;
  }
  const into = new Aggregate(request, span);
  const test = spanTest(filter);
  const isWhole = await inTracesOf(list, { workspaceId, filter }, (trace) =>
    aggregateSpans([trace], request, test, into),
  );
  return { ...into.answer(), ...partly(isWhole) };
}

async function listSpans(
  database: ClickHouseDatabase,
  parts: SpanParts,
  list: TraceList,
  query: SpanQuery,
): Promise<SpanPage> {
  const { workspaceId, filter } = query;
  if (spanCondition(filter, new SqlParams(workspaceId)).isExact) {
    return parts.ask((spans) => {
      const params = new SqlParams(workspaceId, { ...MERGED_ROWS, spans });
      return listSpansSql(database, query, `${params.workspace} AND (${spanCondition(filter, params).sql})`, params);
    });
  }
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
  standing: StandingRows,
  { workspaceId, filter, by, interval }: AggregateRequest,
): Promise<TimeSpan> {
  const isAsked = interval === 'auto' && by.includes('time');
  return isAsked ? boundsOf(filter, await timeSpan(database, standing, workspaceId)) : NO_TIME;
}

async function durationOf(
  database: ClickHouseDatabase,
  standing: StandingRows,
  where: string,
  params: SqlParams,
): Promise<number> {
  const row = await database.read(standing.traces.select('sum(toFloat64(duration_us))', where), params.values);
  return row.float64();
}

function partly(isWhole: boolean): { readonly isPartial?: true } {
  return isWhole ? {} : { isPartial: true };
}
