import type { TraceSkeleton } from '@tracewright/schema';

/** The skeleton's code of a status. */
const RUNNING = 3;

/**
 * The columns of a trace that attribution reads, one entry per span. Times are microseconds from any common origin; a
 * span whose end lies before its start counts as having no length.
 */
export interface TraceColumns {
  readonly count: number;
  /** Index of the parent, -1 for a root. */
  readonly parent: Int32Array;
  /** Index into `STEP_KINDS`. */
  readonly kind: Uint8Array;
  /** OTel's span kind as in OTLP: 4 is a producer, 5 a consumer. */
  readonly otelKind: Uint8Array;
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  /** From the span's start to its first chunk, -1 where unknown. */
  readonly ttftUs: Float64Array;
  /** 1 where the span took its input as a stream: it waits, while it runs, for a sibling that began before it. */
  readonly streamInput: Uint8Array;
}

/**
 * Turns the arrays of a skeleton, as they came over the wire, into columns. Takes as many spans as the arrays hold. A
 * span that still runs is stored without length; here it reaches to the last moment that is known of the trace.
 */
export function traceColumns(skeleton: TraceSkeleton): TraceColumns {
  const startUs = Float64Array.from(skeleton.startUs);
  return {
    count: startUs.length,
    parent: Int32Array.from(skeleton.parent),
    kind: Uint8Array.from(skeleton.kind),
    otelKind: Uint8Array.from(skeleton.otelKind),
    startUs,
    endUs: startUs.map((start, span) =>
      skeleton.status[span] === RUNNING
        ? Math.max(start, skeleton.durationUs)
        : start + Math.max(0, skeleton.lengthUs[span] ?? 0),
    ),
    ttftUs: Float64Array.from(skeleton.ttftUs),
    streamInput: Uint8Array.from(skeleton.streamInput),
  };
}
