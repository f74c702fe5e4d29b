import { createRequire } from 'node:module';
import type { Attributes } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan, Span } from '@opentelemetry/sdk-trace-base';
import { quietly, report } from '@tracewright/instrumentation-core';
import type { PriceOverride, Pricer } from '@tracewright/pricing';
import { costAttributes } from './cost-attributes.ts';

type PricingModule = typeof import('@tracewright/pricing');

/**
 * Puts costs on spans. The price list takes some 25 ms to load, so it is loaded in the background; a span that ends
 * before that gets its cost just before it is sent.
 */
export class SpanPricing {
  readonly #overrides: readonly PriceOverride[];
  #pricer: Pricer | undefined;
  #loading: Promise<void> | undefined;
  #isBroken = false;

  constructor(overrides: readonly PriceOverride[] = []) {
    this.#overrides = overrides;
  }

  /** True once a span that ends gets the cost that it will ever have. */
  get isReady(): boolean {
    return this.#pricer !== undefined || this.#isBroken;
  }

  /** Loads the price list. Never rejects: without it spans go out without a cost. */
  load(): Promise<void> {
    this.#loading ??= import('@tracewright/pricing').then(
      (module) => this.#use(module),
      (error: unknown) => this.#giveUp(error),
    );
    return this.#loading;
  }

  /** Loads the price list now, for the last spans at exit. */
  loadBlocking(): void {
    if (this.#pricer || this.#isBroken) return;
    try {
      this.#use(createRequire(import.meta.url)('@tracewright/pricing') as PricingModule);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  onEnding(span: Span): void {
    const attributes = this.#costOf(span);
    if (attributes) span.setAttributes(attributes);
  }

  /** Prices what ended before the price list was there. */
  priceEnded(spans: readonly ReadableSpan[]): void {
    // An ended span takes no more attributes through its interface.
    for (const span of spans) Object.assign(span.attributes as Attributes, this.#costOf(span));
  }

  #costOf(span: ReadableSpan): Attributes | undefined {
    const pricer = this.#pricer;
    if (!pricer) return undefined;
    return quietly('pricing a span', () =>
      costAttributes(span.attributes, hrTimeToMilliseconds(span.startTime), pricer),
    );
  }

  #use({ createPricer }: PricingModule): void {
    if (this.#pricer || this.#isBroken) return;
    try {
      this.#pricer = createPricer(this.#overrides);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    this.#isBroken = true;
    report('error', 'tracewright: no prices; spans are sent without a cost', error);
  }
}
