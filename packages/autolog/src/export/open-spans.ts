import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OTEL } from '@tracewright/schema';

/** More spans than any app has open at once; beyond it the oldest were never ended and are forgotten. */
const MAX_OPEN = 10_000;

/** Knows which spans are running, so that they still end when the process does. */
export class OpenSpans implements SpanProcessor {
  readonly #open = new Set<Span>();

  onStart(span: Span): void {
    this.#open.add(span);
    if (this.#open.size <= MAX_OPEN) return;
    const [oldest] = this.#open;
    if (oldest) this.#open.delete(oldest);
  }

  onEnd(span: ReadableSpan): void {
    this.#open.delete(span as Span);
  }

  /** Every running span, in the order of their starts. */
  running(): Iterable<Span> {
    return this.#open;
  }

  /** Ends every running span as cut off by the end of the process. */
  endCutOff(): void {
    this.#endAll((span) => {
      span.setAttribute(OTEL.errorType, 'process_exit');
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'the process ended while this step was running' });
    });
  }

  /** Ends every running span as it is: an app that shuts tracing down waits for none of them. */
  endLeftOpen(): void {
    this.#endAll(() => {});
  }

  /** Innermost, that is youngest, first. */
  #endAll(mark: (span: Span) => void): void {
    for (const span of [...this.#open].reverse()) {
      mark(span);
      span.end();
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#open.clear();
  }
}
