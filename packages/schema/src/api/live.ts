import type { TraceSummary } from './trace.ts';

/**
 * `GET /api/v1/live?filter=`: server-sent events. The id of each event is a cursor; a browser that connects again sends
 * the last one by itself and misses nothing. A comment comes every 15 seconds.
 *
 * - event `traces`, data {@link LiveTraces}: traces that are new or have changed.
 * - event `reset`, no data: too much has happened since the cursor; load the list again.
 */
export interface LiveTraces {
  readonly changed: readonly TraceSummary[];
}

/**
 * `GET /api/v1/traces/:id/live`: server-sent events of one trace.
 *
 * - event `trace`, data {@link LiveTrace}: at once, and whenever spans of it came in.
 * - event `gone`, no data: it was deleted; the stream ends.
 */
export interface LiveTrace {
  readonly trace: TraceSummary;
  /** Opaque; differs whenever the skeleton does. */
  readonly version: string;
}
