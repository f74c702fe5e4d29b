/** Microseconds from one time in ns to a later one, rounded: exact as a double up to 104 days, in order beyond. */
export function offsetUs(fromNs: bigint, toNs: bigint): number {
  return Math.round(Number(toNs - fromNs) / 1_000);
}
