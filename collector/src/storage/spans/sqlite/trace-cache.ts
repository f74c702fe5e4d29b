import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { IdleWork } from '../../../idle-work.ts';
import type { SpanRecord } from '../span-record.ts';
import type { SpanColumns } from '../span-store.ts';

/** Spans of a trace by their id. */
export type CachedSpans = Map<string, SpanColumns>;

/** About 75 MB, and only where that many spans really belong to traces that keep growing. */
const MAX_SPANS = 100_000;

/** One trace alone may take this much: reading it again for each append would cost more than it saves. */
const MAX_TRACE_SPANS = 200_000;

/** How long it is kept while nothing comes. */
const IDLE_MS = 60_000;

/** What the cache keeps of a span. */
export function cachedColumns(span: SpanColumns | SpanRecord): SpanColumns {
  const { payload: _, ...columns } = span as SpanRecord;
  // A preview is a slice, and a slice keeps the whole text that it was cut from: an agent's history, on every call, or,
  // of one that was read, all previews of its chunk, for each trace once more.
  return { ...columns, preview: Buffer.from(columns.preview).toString() };
}

/**
 * The spans of traces that came in more than one append, without their payloads: an agent that runs for hours sends
 * its trace in thousands of parts, and reading all of it for each one would cost ever more.
 */
export class TraceCache {
  readonly #dataVersion: StatementSync;
  /** By the trace's row; the least recently used one comes first. */
  readonly #traces = new Map<number, CachedSpans>();
  readonly #idle = new IdleWork(IDLE_MS, () => this.clear());
  #spanCount = 0;
  #version: unknown;

  constructor(db: DatabaseSync) {
    this.#dataVersion = db.prepare('PRAGMA data_version');
  }

  /** To be called first in each transaction: forgets everything if another connection has changed the file. */
  refresh(): void {
    const version = this.#dataVersion.get()?.data_version;
    if (version !== this.#version) this.clear();
    this.#version = version;
  }

  take(trace: number): CachedSpans | undefined {
    const spans = this.#traces.get(trace);
    if (spans === undefined) return undefined;
    this.#traces.delete(trace);
    this.#spanCount -= spans.size;
    return spans;
  }

  put(trace: number, spans: CachedSpans): void {
    this.take(trace);
    if (spans.size > MAX_TRACE_SPANS) return;
    this.#idle.postpone();
    this.#traces.set(trace, spans);
    this.#spanCount += spans.size;
    for (const oldest of this.#traces.keys()) {
      if (this.#spanCount <= MAX_SPANS || oldest === trace) break;
      this.take(oldest);
    }
  }

  clear(): void {
    this.#idle.stop();
    this.#traces.clear();
    this.#spanCount = 0;
  }
}
