import { SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';
import { type HeardSpan, spanHearing } from '@tracewright/schema';
import type { SpanPricing } from '../cost/span-pricing.ts';
import { attributeSource } from '../otel/span/attribute-source.ts';

/** Tells those who listen in this process of each span at its end, with its cost. Where nobody listens it does nothing. */
export class ToldSpans implements SpanProcessor {
  readonly #listeners = spanHearing().listeners;
  readonly #pricing: SpanPricing;
  /** Ended before there were prices. */
  #waiting: ReadableSpan[] = [];

  constructor(pricing: SpanPricing) {
    this.#pricing = pricing;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#listeners.size === 0) return;
    if (this.#pricing.isReady && this.#waiting.length === 0) this.#tell(span);
    else if (this.#waiting.push(span) === 1) void this.ready();
  }

  /** Resolves once spans are told of at their very end. */
  async ready(): Promise<void> {
    await this.#pricing.load();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const span of waiting) this.#tell(span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  #tell(span: ReadableSpan): void {
    this.#pricing.price(span);
    const heard = quietly('reading a span', () => heardSpan(span));
    if (heard === undefined) return;
    for (const listener of this.#listeners) quietly('telling of a span', () => listener(heard));
  }
}

function heardSpan(span: ReadableSpan): HeardSpan {
  const source = attributeSource(span);
  return {
    ...span.spanContext(),
    parentSpanId: span.parentSpanContext?.spanId,
    name: span.name,
    startMs: hrTimeToMilliseconds(span.startTime),
    durationMs: hrTimeToMilliseconds(span.duration),
    hasFailed: span.status.code === SpanStatusCode.ERROR,
    attribute: (name) => source.attribute(name),
  };
}
