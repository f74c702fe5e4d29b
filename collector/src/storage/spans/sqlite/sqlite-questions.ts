import type { DatabaseSync } from 'node:sqlite';
import { type SpanQuestions, spanQuestions } from '../questions/span-questions.ts';
import type { ChunkTable } from './chunk-table.ts';
import { ColumnAggregate } from './columnar/column-aggregate.ts';
import type { HotColumns } from './columnar/hot-columns.ts';
import { NewestRows } from './columnar/newest-rows.ts';
import type { TraceList } from './list-traces.ts';
import { consistently } from './transaction.ts';

/** Answers questions about many traces from the table of traces and, where it takes spans, from the chunks. */
export function sqliteQuestions(db: DatabaseSync, list: TraceList, chunks: ChunkTable, hot: HotColumns): SpanQuestions {
  const columns = new ColumnAggregate(hot);
  const newest = new NewestRows(hot, chunks);
  return spanQuestions({
    *rows(asked) {
      for (const { row } of list.matching(asked)) yield row;
    },
    light: (asked, fields) => list.light(asked, fields),
    sessionPage: (request) => list.sessionPage(request),
    isFast: (asked) => consistently(db, () => list.isFast(asked)),
    inTurns: (asked, visit) => list.inTurns(asked, visit),
    timeSpan: (workspaceId) => list.timeSpan(workspaceId),
    consistently: (work) => consistently(db, work),
    newestSpans: (query) => newest.page(query),
    aggregateSpans: (request, into) => columns.aggregate(request, into),
  });
}
