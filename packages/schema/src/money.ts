/** Billionths of a US dollar, an integer: sums of costs stay exact up to 9 million dollars. */
export type NanoUsd = number & { readonly __unit: 'nano-USD' };

/** USD to the nearest nano-USD. @throws RangeError if the amount is not finite or beyond exact integers. */
export function nanoUsd(usd: number): NanoUsd {
  const value = Math.round(usd * 1e9);
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount of USD: ${usd}`);
  return value as NanoUsd;
}

/** Nano-USD as the USD that go on the wire. */
export function toUsd(amount: NanoUsd): number {
  return amount / 1e9;
}

/**
 * The disjoint parts of a call's cost; they add up to the total. `input` is the uncached input that is neither audio nor
 * images, `output` the output that is neither reasoning, audio nor images, wherever those have a price of their own.
 * `audio_input` may be priced by its length.
 */
export type CostPart =
  | 'input'
  | 'output'
  | 'cache_read'
  | 'cache_write'
  | 'reasoning'
  | 'audio_input'
  | 'audio_output'
  | 'image_input'
  | 'image_output'
  | 'request';
