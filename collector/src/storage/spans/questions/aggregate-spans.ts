import { criticalPath, criticalTimesUs, selfTimesUs, traceColumns } from '@tracewright/attribution';
import type { SpanTest } from '../../../filter/evaluate.ts';
import { spanStatus } from '../../../filter/field-values.ts';
import type { SpanSubject, TraceSubject } from '../../../filter/subject.ts';
import { offsetUs } from '../offset-us.ts';
import { parentIndexes } from '../parent-indexes.ts';
import { sortSpans } from '../span-order.ts';
import type { SpanColumns, TraceRow } from '../span-store.ts';
import { isCall } from '../trace-bill.ts';
import { traceSkeleton } from '../trace-skeleton.ts';
import type { Aggregate, AggregateRequest } from './aggregate.ts';
import { pathsOf } from './step-paths.ts';

type Value = string | null;

/** Counts spans in their groups, trace by trace: the meaning that adapters give to an aggregate in their own way. */
export function aggregateSpans(
  traces: Iterable<TraceSubject>,
  request: AggregateRequest,
  test: SpanTest,
  into: Aggregate,
): void {
  for (const trace of traces) aggregateTrace(trace, request, test, into);
}

function aggregateTrace(trace: TraceSubject, request: AggregateRequest, test: SpanTest, into: Aggregate): void {
  const subjects = new Map([...trace.spans()].map((span) => [span.columns.spanId, span]));
  const spans = sortSpans([...subjects.values()].map(({ columns }) => columns));
  const matching = spans.map((span) => test(subjects.get(span.spanId) as SpanSubject));
  if (!matching.includes(true)) return;
  into.addTrace(trace.row.durationUs);
  const times = request.attribution ? timesOf(trace.row.traceId, spans) : undefined;
  const repeated = repeatedCalls(spans);
  const pathOf = request.by.includes('path') ? pathsOf(spans) : undefined;
  for (const [index, span] of spans.entries()) {
    if (!matching[index]) continue;
    const counts = isCall(span) && !repeated.has(index);
    const measured = {
      isError: span.statusCode === 2,
      durationUs: span.isPending ? -1 : offsetUs(span.startNs, span.endNs),
      selfUs: times === undefined || span.isPending ? -1 : times.selfUs[index]!,
      criticalUs: times === undefined ? -1 : times.criticalUs[index]!,
      ttftUs: span.ttftUs,
      inputTokens: counts ? span.inputTokens : -1,
      outputTokens: counts ? span.outputTokens : -1,
      costNanoUsd: counts ? span.costNanoUsd : -1,
      isCostPartial: counts && span.isCostPartial,
    };
    into.figures(keyOf(span, pathOf?.(index) ?? null, trace.row, request, into)).add(measured);
  }
}

function timesOf(traceId: string, spans: readonly SpanColumns[]): { selfUs: Float64Array; criticalUs: Float64Array } {
  const columns = traceColumns(traceSkeleton(traceId, spans));
  return { selfUs: selfTimesUs(columns), criticalUs: criticalTimesUs(columns, criticalPath(columns)) };
}

/**
 * Calls whose own child is a call of their kind that says what it used: two instrumentations saw the same.
 *
 * @param parents as `parentIndexes` finds them
 */
export function repeatedCalls(
  spans: readonly SpanColumns[],
  parents: readonly number[] = parentIndexes(spans),
): ReadonlySet<number> {
  const repeated = new Set<number>();
  for (const [index, span] of spans.entries()) {
    const parent = parents[index]!;
    if (parent >= 0 && isCall(span) && saysUsage(span) && spans[parent]!.kind === span.kind) repeated.add(parent);
  }
  return repeated;
}

function saysUsage(span: SpanColumns): boolean {
  return span.inputTokens >= 0 || span.outputTokens >= 0 || span.costNanoUsd >= 0;
}

function keyOf(
  span: SpanColumns,
  path: Value,
  row: TraceRow,
  { by }: AggregateRequest,
  into: Aggregate,
): readonly Value[] {
  return by.map((dimension): Value => {
    if (typeof dimension !== 'string') return dimension.valueOf.get(row.traceId) ?? null;
    switch (dimension) {
      case 'time':
        return into.timeKeyOf(Number(span.startNs / 1_000_000n));
      case 'path':
        return path;
      case 'kind':
        return span.kind;
      case 'status':
        return spanStatus(span);
      case 'experiment':
        return row.experimentId;
      case 'user':
        return span.userId || null;
      case 'session':
        return span.sessionId || null;
      case 'run':
        return span.runId || null;
      case 'prompt':
        return span.promptName || null;
      default:
        return span[dimension] || null;
    }
  });
}
