import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import type { TraceColumns } from '../trace-columns.ts';

/** A span as tests write it. Times in microseconds. */
export interface TestSpan {
  readonly start: number;
  readonly end: number;
  /** Index in the list, -1 by default. */
  readonly parent?: number;
  readonly kind?: StepKind;
  readonly ttft?: number;
  /** OTLP's number, 1 (internal) by default. */
  readonly otelKind?: number;
  readonly streamInput?: boolean;
}

export function buildTrace(...spans: readonly TestSpan[]): TraceColumns {
  return {
    count: spans.length,
    parent: Int32Array.from(spans, (span) => span.parent ?? -1),
    kind: Uint8Array.from(spans, (span) => STEP_KINDS.indexOf(span.kind ?? 'task')),
    otelKind: Uint8Array.from(spans, (span) => span.otelKind ?? 1),
    startUs: Float64Array.from(spans, (span) => span.start),
    endUs: Float64Array.from(spans, (span) => span.end),
    ttftUs: Float64Array.from(spans, (span) => span.ttft ?? -1),
    streamInput: Uint8Array.from(spans, (span) => (span.streamInput ? 1 : 0)),
  };
}

/** `count` spans, each the only child of the one before it, each 1 µs further in on both sides. */
export function deepChain(count: number): TraceColumns {
  return buildTrace(
    ...Array.from({ length: count }, (_, depth) => ({ start: depth, end: 2 * count - depth, parent: depth - 1 })),
  );
}

/** A root with `count - 1` children of 8 µs, one after the other, 2 µs apart. */
export function flatSequence(count: number): TraceColumns {
  const children = Array.from({ length: count - 1 }, (_, at) => ({ start: at * 10, end: at * 10 + 8, parent: 0 }));
  return buildTrace({ start: 0, end: (count - 1) * 10 }, ...children);
}
