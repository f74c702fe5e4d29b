/** Microseconds from one wire timestamp to another, NaN where either is none. */
export function eventOffsetUs(startNs: string, timeNs: string): number {
  const isTime = /^\d{1,20}$/;
  return isTime.test(startNs) && isTime.test(timeNs) ? Number((BigInt(timeNs) - BigInt(startNs)) / 1_000n) : Number.NaN;
}
