import type { SentSpan, StoredSpan } from './span-store.ts';

/** A stored span as far as it was sent. */
export function asSent({ record: { traceId, spanId, payload }, resource, scope }: StoredSpan): SentSpan {
  return { traceId, spanId, payload, resource, scope };
}
