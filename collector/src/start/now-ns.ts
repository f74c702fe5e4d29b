import type { Nanos } from '@tracewright/schema';

/** The time by this machine's clock, to the millisecond. */
export function nowNs(): Nanos {
  return (BigInt(Date.now()) * 1_000_000n) as Nanos;
}
