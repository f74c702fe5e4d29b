import type { OtlpSpan } from '../otlp/otlp-request.ts';
import type { SpanColumns, TraceRow } from '../storage/spans/span-store.ts';
import type { FullText } from './expression.ts';

/** A span as a filter looks at it. What costs to read is read on demand. */
export interface SpanSubject {
  readonly columns: SpanColumns;
  /** Time in which none of its children ran, µs. */
  selfUs(): number;
  /** How much earlier than its parent it began, µs; -1 where it did not, or still runs. */
  skewUs(): number;
  /** Names of steps from the root down to it, joined by `PATH_SEPARATOR`. */
  path(): string;
  /** As it was sent; undefined where that cannot be read any more. */
  sent(): OtlpSpan | undefined;
  trace(): TraceSubject;
}

/** A trace as a filter looks at it. */
export interface TraceSubject {
  readonly row: TraceRow;
  spans(): Iterable<SpanSubject>;
  /** How many of its spans came once more. */
  duplicates(): number;
  /** Whether one of its spans says this, as an index of texts knows it; undefined where the spans have to be looked at. */
  says(text: FullText): boolean | undefined;
}
