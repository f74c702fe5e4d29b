import type { Nanos } from '@tracewright/schema';
import type { SpanRecord } from './span-record.ts';

/** Traces by their start: from the first moment on, before the second. */
export interface TimeRange {
  readonly workspaceId: string;
  readonly fromNs: Nanos;
  readonly untilNs: Nanos;
}

/** What a recomputation changed. */
export interface Repriced {
  readonly traces: number;
  readonly spans: number;
}

/** Gives a span its cost anew; the same record where nothing changes. */
export type Reprice = (record: SpanRecord) => SpanRecord;
