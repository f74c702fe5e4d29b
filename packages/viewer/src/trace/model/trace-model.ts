import type { CriticalPath, TimeSlice, TraceColumns, TraceInterval } from '@tracewright/attribution';
import type { SectionIndex } from './critical-sections.ts';
import type { IdleTime } from './idle-time.ts';
import type { Lanes } from './lanes.ts';
import type { SiblingRuns } from './sibling-runs.ts';
import type { SkeletonColumns } from './skeleton-columns.ts';
import type { SpanOrder } from './span-order.ts';

/** Stands for the whole trace where it has several roots. */
export const WHOLE_TRACE = -1;
/** What a `span` parameter says for {@link WHOLE_TRACE}. */
export const WHOLE_TRACE_ID = 'trace';
/** Hex digits of a span's id. */
const ID_LENGTH = 16;

/**
 * A trace with everything that its page derives from it, by index of span. Holds nothing but texts, numbers and typed
 * arrays, since it is made in a worker.
 */
export interface TraceModel {
  readonly skeleton: SkeletonColumns;
  readonly columns: TraceColumns;
  /** Ids of all spans, one after the other. */
  readonly ids: string;
  readonly order: SpanOrder;
  readonly runs: SiblingRuns;
  readonly selfUs: Float64Array;
  /** Time on the critical path. */
  readonly criticalUs: Float64Array;
  /** How much longer each span could have run unnoticed; NaN where nothing waited for it. */
  readonly slackUs: Float64Array;
  readonly outlivesParent: Uint8Array;
  readonly path: CriticalPath;
  readonly sections: SectionIndex;
  readonly breakdown: readonly TimeSlice[];
  readonly idle: IdleTime;
  /** Row of each span in the flame graph. */
  readonly lanes: Lanes;
  /** The part of the timeline that the trace's duration is. */
  readonly interval: TraceInterval;
  /** Length of the interval: `TraceSummary.durationMs`, in µs. */
  readonly totalUs: number;
  readonly isRunning: boolean;
}

/** The id by which the URL and the rows know a span. */
export function idOfSpan({ ids }: TraceModel, span: number): string {
  return span === WHOLE_TRACE ? WHOLE_TRACE_ID : ids.slice(span * ID_LENGTH, (span + 1) * ID_LENGTH);
}

/** The span of an id; undefined where the trace has none of that id. */
export function spanOfId({ ids, order }: TraceModel, id: string): number | undefined {
  if (id === WHOLE_TRACE_ID) return order.hasWholeTraceRow ? WHOLE_TRACE : undefined;
  if (id.length !== ID_LENGTH) return undefined;
  let at = ids.indexOf(id);
  // The digits of two neighbours may happen to hold a third one's.
  while (at !== -1 && at % ID_LENGTH !== 0) at = ids.indexOf(id, at + 1);
  return at === -1 ? undefined : at / ID_LENGTH;
}
