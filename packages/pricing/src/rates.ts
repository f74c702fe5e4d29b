import type { CostPart } from '@tracewright/schema';

/** USD per million tokens; tiered by the input tokens of the whole call. */
export type Price = number | TieredPrice;

export interface TieredPrice {
  readonly base: number;
  /** In ascending order. A tier's price holds for every token of a call with more input tokens than `start`. */
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

/** What a model costs at one moment. A missing part has no known price. */
export type Rates = Readonly<Partial<Record<Exclude<CostPart, 'request'>, Price>>> & {
  /** USD for each call, whatever its length. */
  readonly requestUsd?: number;
  /** USD for each hour of audio that is heard. */
  readonly audioHourUsd?: number;
  /** Shorter audio is billed as if it were this long, seconds. */
  readonly leastAudioSeconds?: number;
  /** True where audio is never billed as text is, so that without an audio price its cost is unknown. */
  readonly isAudioApart: boolean;
};

/** USD per million tokens for a call of this length; undefined where it depends on a length that nobody reported. */
export function usdPerMillion(price: Price, callInputTokens: number | undefined): number | undefined {
  if (typeof price === 'number') return price;
  if (callInputTokens === undefined) return undefined;
  return price.tiers.findLast(({ start }) => callInputTokens > start)?.price ?? price.base;
}
