import {
  type CriticalPath,
  childIndex,
  criticalPath,
  criticalTimesUs,
  outlivesParent,
  selfTimesUs,
  type TimeSlice,
  type TraceColumns,
  type TraceInterval,
  timeBreakdown,
  traceColumns,
  traceInterval,
} from '@tracewright/attribution';
import type { TraceSkeleton } from '@tracewright/schema';
import { type SpanOrder, spanOrder } from './span-order.ts';

/** Stands for the whole trace where it has several roots. */
export const WHOLE_TRACE = -1;
/** What a `span` parameter says for {@link WHOLE_TRACE}. */
export const WHOLE_TRACE_ID = 'trace';

/** A trace with everything that its page derives from it. Spans are indexes into the skeleton's arrays. */
export interface TraceModel {
  readonly skeleton: TraceSkeleton;
  readonly columns: TraceColumns;
  readonly order: SpanOrder;
  readonly selfUs: Float64Array;
  /** Time on the critical path. */
  readonly criticalUs: Float64Array;
  readonly outlivesParent: Uint8Array;
  readonly path: CriticalPath;
  readonly breakdown: readonly TimeSlice[];
  /** The part of the timeline that the trace's duration is. */
  readonly interval: TraceInterval;
  /** Length of the interval: `TraceSummary.durationMs`, in µs. */
  readonly totalUs: number;
  readonly isRunning: boolean;
  /** Index of each span id. */
  readonly indexOf: ReadonlyMap<string, number>;
}

const RUNNING = 3;

/** Derives everything once; O(n log n). */
export function traceModel(skeleton: TraceSkeleton): TraceModel {
  const columns = traceColumns(skeleton);
  const index = childIndex(columns);
  const interval = traceInterval(columns, index.roots);
  const path = criticalPath(columns);
  return {
    skeleton,
    columns,
    order: spanOrder(index),
    selfUs: selfTimesUs(columns),
    criticalUs: criticalTimesUs(columns, path),
    outlivesParent: outlivesParent(columns),
    path,
    breakdown: timeBreakdown(columns, path),
    interval,
    totalUs: interval.endUs - interval.startUs,
    isRunning: skeleton.status.includes(RUNNING),
    indexOf: new Map(skeleton.spanId.map((id, span) => [id, span])),
  };
}

/** The id by which the URL and the rows know a span. */
export function idOfSpan(model: TraceModel, span: number): string {
  return span === WHOLE_TRACE ? WHOLE_TRACE_ID : (model.skeleton.spanId[span] ?? '');
}

/** The span of an id; undefined where the trace has none of that id. */
export function spanOfId(model: TraceModel, id: string): number | undefined {
  if (id === WHOLE_TRACE_ID) return model.order.hasWholeTraceRow ? WHOLE_TRACE : undefined;
  return model.indexOf.get(id);
}
