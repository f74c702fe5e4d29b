import type { OtlpSpan } from '../otlp/otlp-request.ts';

const ZERO = 0x30;

/** A clock set back by up to an hour while the span ran: such a span is kept, with no length. */
const MAX_CLOCK_STEP_NS = 3_600_000_000_000n;
/** Beyond it a time no longer fits the signed integers of databases. */
const MAX_TIME_NS = (1n << 63n) - 1n;

/** Larger ones would be held in memory several times over by each who reads them. Contents belong into blobs by then. */
export const MAX_SPAN_BYTES: number = 16 * 1024 * 1024;

/** Why a span is not stored, in words for its sender; '' if nothing is wrong with it. */
export function whyRefused(span: OtlpSpan, isPending: boolean): string {
  if (!isId(span.traceId, 32)) return 'trace id is not 16 bytes, or all zero';
  if (!isId(span.spanId, 16)) return 'span id is not 8 bytes, or all zero';
  if (span.parentSpanId.length !== 0 && span.parentSpanId.length !== 16) return 'parent span id is not 8 bytes';
  if (span.startNs === 0n) return 'no start time';
  if (span.startNs > MAX_TIME_NS || span.endNs > MAX_TIME_NS) return 'time is after the year 2262';
  // Most end behind their start, and sums of such numbers cost more than all the rest.
  if (!isPending && span.endNs < span.startNs && span.endNs + MAX_CLOCK_STEP_NS < span.startNs)
    return 'ends more than an hour before it starts';
  if (span.payload.byteLength > MAX_SPAN_BYTES) return 'larger than 16 MiB';
  return '';
}

/** The parent's id; '' for a root, which some senders mark by eight zero bytes. */
export function parentOf(span: OtlpSpan): string {
  return isId(span.parentSpanId, 16) && span.parentSpanId !== span.spanId ? span.parentSpanId : '';
}

function isId(hex: string, digits: number): boolean {
  return hex.length === digits && (hex.charCodeAt(0) !== ZERO || !/^0+$/.test(hex));
}
