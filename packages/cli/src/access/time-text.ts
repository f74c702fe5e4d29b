/** Nanoseconds since the Unix epoch as people read them; '' for none. */
export function timeText(ns: string | null): string {
  return ns === null ? '' : new Date(Number(BigInt(ns) / 1_000_000n)).toISOString().slice(0, 16).replace('T', ' ');
}
