import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SpanPricing } from '../cost/span-pricing.ts';

/** Puts the cost on a span that is about to end. */
export class SpanFinish implements SpanProcessor {
  readonly #pricing: SpanPricing;

  constructor(pricing: SpanPricing) {
    this.#pricing = pricing;
  }

  onStart(): void {}

  onEnding(span: Span): void {
    this.#pricing.onEnding(span);
  }

  onEnd(_span: ReadableSpan): void {}

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
