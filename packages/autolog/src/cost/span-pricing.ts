import { createRequire } from 'node:module';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { report, reportFailure } from '@tracewright/instrumentation-core';
import type { PriceOverride, Pricer } from '@tracewright/pricing';
import { attributeSource } from '../otel/span/attribute-source.ts';
import { isOwnSpan } from '../otel/span/own-span.ts';
import { costAttributes } from './cost-attributes.ts';

type PricingModule = typeof import('@tracewright/pricing');

/**
 * Puts costs on spans when they are encoded. The price list takes some 25 ms to load, so it is loaded in the
 * background.
 */
export class SpanPricing {
  readonly #overrides: readonly PriceOverride[];
  #pricer: Pricer | undefined;
  #loading: Promise<void> | undefined;
  #isBroken = false;

  constructor(overrides: readonly PriceOverride[] = []) {
    this.#overrides = overrides;
  }

  /** True once a span gets the cost that it will ever have. */
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

  /** Puts the cost on an ended span, once. Never throws. */
  price(span: ReadableSpan): void {
    if (this.#pricer === undefined) return;
    try {
      const cost = costAttributes(attributeSource(span), hrTimeToMilliseconds(span.startTime), this.#pricer);
      if (cost === undefined) return;
      // An ended span takes no more attributes through its interface.
      if (isOwnSpan(span)) span.addLate(cost);
      else Object.assign(span.attributes, cost);
    } catch (error) {
      reportFailure('pricing a span', error);
    }
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
