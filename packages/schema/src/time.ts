/** Nanoseconds since the Unix epoch. A bigint: today's value does not fit a double exactly. */
export type Nanos = bigint & { readonly __unit: 'ns' };

/**
 * Reads an OTLP timestamp (`fixed64`, written as a decimal string in JSON).
 *
 * @throws RangeError if the text is not a non-negative integer below 2^64.
 */
export function nanos(text: string): Nanos {
  if (!/^\d{1,20}$/.test(text)) throw new RangeError(`not an OTLP timestamp: ${JSON.stringify(text)}`);
  const value = BigInt(text);
  if (value >= 1n << 64n) throw new RangeError(`OTLP timestamp out of range: ${text}`);
  return value as Nanos;
}

/** Length of a span in milliseconds, to the microsecond; negative if the clock went backwards. */
export function durationMs(start: Nanos, end: Nanos): number {
  return Number((end - start) / 1_000n) / 1_000;
}
