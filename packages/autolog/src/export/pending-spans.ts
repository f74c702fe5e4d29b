import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';
import type { ExportProcessor } from './export-processor.ts';
import type { OpenSpans } from './open-spans.ts';

/** A span is sent as running once it has been so for this long, ms: most are over before. */
const MIN_AGE_MS = 1_000;
const EVERY_MS = 500;

/** Sends spans that have been running for a while as they are so far, once each. */
export class PendingSpans {
  readonly #openSpans: OpenSpans;
  readonly #processors: readonly ExportProcessor[];
  readonly #told = new WeakSet<ReadableSpan>();
  readonly #timer: NodeJS.Timeout;

  constructor(openSpans: OpenSpans, processors: readonly ExportProcessor[]) {
    this.#openSpans = openSpans;
    this.#processors = processors;
    this.#timer = setInterval(() => this.tell(Date.now()), EVERY_MS).unref();
  }

  /** @param nowMs milliseconds since the Unix epoch */
  tell(nowMs: number): void {
    quietly('sending running spans', () => {
      for (const span of this.#openSpans.running()) {
        // They come in the order of their starts.
        if (nowMs - hrTimeToMilliseconds(span.startTime) < MIN_AGE_MS) return;
        if (this.#told.has(span)) continue;
        this.#told.add(span);
        const pending = asPending(span);
        for (const processor of this.#processors) processor.onEnd(pending);
      }
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** A copy that the rest of the span's life does not reach. It ends where it starts, as there is no end yet. */
function asPending(span: ReadableSpan): ReadableSpan {
  const value = <T>(own: T) => ({ value: own, enumerable: true });
  return Object.create(span, {
    attributes: value({ ...span.attributes, [TRACEWRIGHT.spanPending]: true }),
    events: value([...span.events]),
    links: value([...span.links]),
    status: value({ ...span.status }),
    endTime: value(span.startTime),
  }) as ReadableSpan;
}
