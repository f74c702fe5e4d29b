import { selfTimesUs, traceColumns } from '@tracewright/attribution';
import type { Nanos } from '@tracewright/schema';
import { ApiError } from '../../errors.ts';
import type { SpanSubject, TraceSubject } from '../../filter/subject.ts';
import type { OtlpSpan } from '../../otlp/otlp-request.ts';
import { decodeSpan } from '../../otlp/read-span.ts';
import { pathsOf } from './questions/step-paths.ts';
import { sortSpans } from './span-order.ts';
import type { SpanColumns, TraceRow } from './span-store.ts';
import { traceSkeleton } from './trace-skeleton.ts';

/** A span of which only the columns have been read. */
export interface StoredColumns {
  readonly columns: SpanColumns;
  /** Undefined where it cannot be read any more. */
  readonly payload: () => Uint8Array | undefined;
}

/** A trace for filters to look at. `read` is called at most once, and only if a filter asks for spans. */
export function traceSubject(
  row: TraceRow,
  read: () => readonly StoredColumns[],
  says: TraceSubject['says'] = () => undefined,
  duplicates: TraceSubject['duplicates'] = () => 0,
): TraceSubject {
  let spans: readonly SpanSubject[] | undefined;
  const trace: TraceSubject = {
    row,
    says,
    duplicates,
    spans: () => {
      spans ??= spanSubjects(row.traceId, read(), () => trace);
      return spans;
    },
  };
  return trace;
}

/** The spans of one whole trace. @param trace asked for at most once for each span */
export function spanSubjects(
  traceId: string,
  stored: readonly StoredColumns[],
  trace: () => TraceSubject,
): readonly SpanSubject[] {
  let selfUs: ReadonlyMap<string, number> | undefined;
  let startOf: ReadonlyMap<string, Nanos> | undefined;
  let pathOf: ((index: number) => string) | undefined;
  return stored.map(({ columns, payload }, index): SpanSubject => {
    let sent: OtlpSpan | undefined | null = null;
    return {
      columns,
      selfUs: () => {
        selfUs ??= selfTimesById(traceId, stored);
        return selfUs.get(columns.spanId) ?? 0;
      },
      skewUs: () => {
        startOf ??= new Map(stored.map((span) => [span.columns.spanId, span.columns.startNs]));
        return spanSkewUs(columns, startOf.get(columns.parentSpanId));
      },
      path: () => {
        pathOf ??= pathsOf(stored.map((span) => span.columns));
        return pathOf(index);
      },
      sent: () => {
        if (sent === null) sent = decodeStored(payload());
        return sent;
      },
      trace,
    };
  });
}

/** How much earlier than its parent a span began, µs; -1 where it did not, or still runs. */
export function spanSkewUs(
  { isPending, startNs }: Pick<SpanColumns, 'isPending' | 'startNs'>,
  parentStartNs: Nanos | undefined,
): number {
  if (isPending || parentStartNs === undefined || startNs >= parentStartNs) return -1;
  // Rounded up, so that what is a nanosecond beyond a limit is beyond it.
  return Number((parentStartNs - startNs + 999n) / 1_000n);
}

function selfTimesById(traceId: string, stored: readonly StoredColumns[]): ReadonlyMap<string, number> {
  const spans = sortSpans(stored.map(({ columns }) => columns));
  const times = selfTimesUs(traceColumns(traceSkeleton(traceId, spans)));
  return new Map(spans.map(({ spanId }, index) => [spanId, times[index]!]));
}

/** What is stored was read once, when it came; but the store takes what it is given. */
export function decodeStored(payload: Uint8Array | undefined): OtlpSpan | undefined {
  if (payload === undefined) return undefined;
  try {
    return decodeSpan(payload);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
