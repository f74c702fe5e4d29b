import { IdleWork } from '../../../../idle-work.ts';
import type { SpanColumns } from '../../span-store.ts';
import type { KnownSpan } from './known-traces.ts';

type Spans = Map<string, KnownSpan>;

/** About 75 MB, and only where that many spans really belong to traces that keep growing. */
const MAX_SPANS = 100_000;
/** How long it is kept while nothing comes. */
const IDLE_MS = 60_000;

/**
 * The spans of traces that came in more than one append, so that an agent that runs for hours does not have its whole
 * trace read for each part. What is kept of a trace holds as long as its last change is the one that it was kept with.
 */
export class SpanCache {
  /** The least recently used one comes first. */
  readonly #traces = new Map<string, { readonly change: number; readonly spans: Spans }>();
  readonly #idle = new IdleWork(IDLE_MS, () => this.clear());
  #spanCount = 0;

  /** Takes a trace out, if nobody else has changed it. */
  take(key: string, change: number): Spans | undefined {
    const trace = this.#traces.get(key);
    if (trace === undefined) return undefined;
    this.#traces.delete(key);
    this.#spanCount -= trace.spans.size;
    return trace.change === change ? trace.spans : undefined;
  }

  put(key: string, change: number, spans: Spans): void {
    this.take(key, change);
    this.#idle.postpone();
    for (const [spanId, span] of spans) spans.set(spanId, { ...span, columns: withoutPayload(span.columns) });
    this.#traces.set(key, { change, spans });
    this.#spanCount += spans.size;
    for (const oldest of this.#traces.keys()) {
      if (this.#spanCount <= MAX_SPANS || oldest === key) break;
      this.take(oldest, 0);
    }
  }

  clear(): void {
    this.#idle.stop();
    this.#traces.clear();
    this.#spanCount = 0;
  }
}

/** One that has just arrived still has its payload. A preview is a slice, and would keep the whole text it was cut from. */
function withoutPayload(span: SpanColumns & { readonly payload?: Uint8Array }): SpanColumns {
  if (span.payload === undefined) return span;
  const { payload: _, ...columns } = span;
  return { ...columns, preview: Buffer.from(columns.preview).toString() };
}
