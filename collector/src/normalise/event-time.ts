import type { OtlpSpan } from '../otlp/otlp-request.ts';

/** How long after the start of a span its first event of this name happened, whole µs; -1 where there is none. */
export function usUntilEvent({ events, startNs }: OtlpSpan, name: string): number {
  const first = events.find((event) => event.name === name);
  return first === undefined || first.timeNs < startNs ? -1 : Number((first.timeNs - startNs) / 1_000n);
}
