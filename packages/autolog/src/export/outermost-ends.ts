import type { SpanContext } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';

/** All that is asked of a span, of whatever kind. */
interface Identified {
  spanContext(): SpanContext;
}

/** Tells when the last running span of a trace has ended: its work in this process is done. */
export class OutermostEnds implements SpanProcessor {
  readonly #onEnd: () => void;
  /** Running spans by trace. */
  readonly #running = new Map<string, Set<string>>();

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  onStart(span: Identified): void {
    const { traceId, spanId } = span.spanContext();
    const running = this.#running.get(traceId);
    if (running) running.add(spanId);
    else this.#running.set(traceId, new Set([spanId]));
  }

  onEnd(span: Identified): void {
    const { traceId, spanId } = span.spanContext();
    const running = this.#running.get(traceId);
    if (!running?.delete(spanId) || running.size > 0) return;
    this.#running.delete(traceId);
    quietly('telling the platform to wait', this.#onEnd);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#running.clear();
  }
}
