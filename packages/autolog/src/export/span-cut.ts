import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Span } from '@opentelemetry/sdk-trace-base';
import { TRACEWRIGHT } from '@tracewright/schema';
import { spanSizeBytes } from './span-size.ts';

/** Of one span, as {@link spanSizeBytes} counts them: escaping at most doubles it, which leaves a body below 4 MiB. */
const MAX_SPAN_BYTES = 1024 * 1024;

/** Longest texts that are tried, UTF-16 units. Few spans need more than the first. */
const TEXT_LENGTHS = [262_144, 65_536, 16_384, 4_096, 1_024, 256, 64] as const;

/** An item of a list takes a little even if it is empty. */
const UNITS_PER_ITEM = 16;

/** Cuts a span that is about to end and would be too large to send: its longest texts first, and says which. */
export function cutSpan(span: Span): void {
  if (spanSizeBytes(span) <= MAX_SPAN_BYTES) return;
  const cut = new Set<string>();
  for (const length of TEXT_LENGTHS) {
    for (const [name, value] of Object.entries(span.attributes)) {
      const shorter = cutValue(value, length);
      if (shorter === value) continue;
      span.setAttribute(name, shorter as AttributeValue);
      cut.add(name);
    }
    for (const { attributes } of [...span.events, ...span.links]) cutAttributes(attributes, length);
    if (spanSizeBytes(span) <= MAX_SPAN_BYTES) break;
  }
  if (spanSizeBytes(span) > MAX_SPAN_BYTES) span.events.length = 0;
  const before = span.attributes[TRACEWRIGHT.truncated];
  span.setAttribute(TRACEWRIGHT.truncated, [...(Array.isArray(before) ? (before as string[]) : []), ...cut]);
}

function cutAttributes(attributes: Attributes | undefined, length: number): void {
  for (const name in attributes) attributes[name] = cutValue(attributes[name], length);
}

/** The value itself where it is short enough. */
function cutValue(value: AttributeValue | undefined, length: number): AttributeValue | undefined {
  if (typeof value === 'string') return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
  if (!Array.isArray(value)) return value;
  const most = length / UNITS_PER_ITEM;
  if (value.length <= most && !value.some((item) => typeof item === 'string' && item.length > length)) return value;
  return value.slice(0, most).map((item) => cutValue(item as string, length)) as AttributeValue;
}
