import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { quietly } from '@tracewright/instrumentation-core';
import type { SpanPricing } from '../cost/span-pricing.ts';
import { cutSpan } from './span-cut.ts';

/** Brings a span that is about to end into the form in which it is sent: with its cost, and of a size that can be sent. */
export class SpanFinish implements SpanProcessor {
  readonly #pricing: SpanPricing;

  constructor(pricing: SpanPricing) {
    this.#pricing = pricing;
  }

  onStart(): void {}

  onEnding(span: Span): void {
    this.#pricing.onEnding(span);
    quietly('cutting a span', () => cutSpan(span));
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
