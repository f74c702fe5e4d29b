import type { SpanDetail } from '@tracewright/schema';
import { spanJson } from '../../../export/otlp-json.ts';
import type { StoredSpan } from '../../../storage/spans/span-store.ts';
import { attributesJson } from './any-value-json.ts';
import { shownAttributes } from './shown-attributes.ts';

/**
 * A stored span as protobuf's own JSON has it, where ids are base64 in contrast to OTLP's: with the attributes that it
 * was sent with, and, where those are not MLflow's, with those that MLflow shows a span by.
 */
export function protoSpanJson(stored: StoredSpan, spanDetail: (span: StoredSpan) => SpanDetail): object {
  const span = spanJson(stored.record.payload);
  return {
    ...span,
    traceId: base64(stored.record.traceId),
    spanId: base64(stored.record.spanId),
    // As it was sent: an empty one is a root's.
    parentSpanId: base64(span.parentSpanId ?? ''),
    attributes: [...(span.attributes ?? []), ...attributesJson(shownAttributes(spanDetail(stored)))],
    links: span.links?.map((link) => ({ ...link, traceId: base64(link.traceId), spanId: base64(link.spanId) })),
  };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
