import { isLocalProvider, type NanoUsd, type Usage } from '@tracewright/schema';
import { type Cost, costOf } from './cost.ts';
import { parsePriceOverrides } from './parse-price-overrides.ts';
import { createPriceList, PRICE_LIST_VERSION } from './price-list.ts';
import { compileOverride, type PriceOverride } from './price-override.ts';
import { isReported } from './token-parts.ts';

/** A call to price. */
export interface PriceQuery {
  /** As in `gen_ai.provider.name`; empty where the sender named none. */
  readonly provider: string;
  /** The model that answered, or the one asked for. */
  readonly model: string;
  readonly usage: Usage;
  /** True for a call that reads tokens and writes some: where one of the two counts is missing, its part is unpriced. */
  readonly isGeneration?: boolean;
  /** When the call began, milliseconds since the Unix epoch: prices have dates. */
  readonly atMs: number;
}

/** Turns usage into money. */
export interface Pricer {
  /**
   * Undefined where the usage says nothing at all.
   *
   * @throws RangeError if `atMs` is not a time.
   */
  cost(query: PriceQuery): Cost | undefined;
}

const FREE = 0 as NanoUsd;

const LIST_SOURCE = `pricelist@${PRICE_LIST_VERSION}`;

/**
 * Makes a pricer. The first override that matches goes before everything; then providers that are local by nature
 * cost nothing; then the price list decides.
 *
 * @throws PriceOverrideError naming the entry and field that cannot be used.
 * @example createPricer().cost({ provider: 'openai', model: 'gpt-4o', usage: { inputTokens: 1000 }, atMs: Date.now() })
 */
export function createPricer(overrides: readonly PriceOverride[] = []): Pricer {
  const compiled = parsePriceOverrides(overrides).map(compileOverride);
  const list = createPriceList();
  return {
    cost({ provider, model, usage, isGeneration = false, atMs }) {
      if (!(Math.abs(atMs) <= 8.64e15)) throw new RangeError(`not a time in milliseconds: ${atMs}`);
      if (!isReported(usage)) return undefined;
      for (const override of compiled) {
        if (override.matches(provider, model, atMs)) return costOf({ usage, isGeneration }, override.rates, 'override');
      }
      if (isLocalProvider(provider)) return { total: FREE, parts: {}, unpriced: [], source: 'local' };
      return costOf({ usage, isGeneration }, list.rates(provider, model, atMs), LIST_SOURCE);
    },
  };
}
