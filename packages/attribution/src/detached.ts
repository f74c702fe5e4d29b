import type { TraceColumns } from './trace-columns.ts';

/** OTLP's numbers of the span kinds. */
const PRODUCER = 4;
const CONSUMER = 5;

/**
 * Tells whether a parent does not wait for this child: it put a message on a queue, and the child took it from there.
 * No other pair is taken to be asynchronous, since only this one says so.
 */
export function isDetached({ otelKind }: TraceColumns, parent: number, child: number): boolean {
  return otelKind[parent] === PRODUCER && otelKind[child] === CONSUMER;
}
