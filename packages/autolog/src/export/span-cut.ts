import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { TRACEWRIGHT } from '@tracewright/schema';

/** Longest texts that are tried for a span that is too large to be sent, UTF-16 units. Few need more than the first. */
export const TEXT_LENGTHS = [262_144, 65_536, 16_384, 4_096, 1_024, 256, 64] as const;

/** An item of a list takes a little even if it is empty. */
const UNITS_PER_ITEM = 16;
/** Of events and links, each of which may have attributes of its own, the last so many are left. */
const MAX_LISTED = 128;

/** The span with no text longer than this, naming those that were cut. The span itself stays as it is. */
export function cutSpan(span: ReadableSpan, length: number): ReadableSpan {
  const attributes: Attributes = {};
  const cut: string[] = [];
  for (const [name, value] of Object.entries(span.attributes)) {
    attributes[name] = cutValue(value, length);
    if (attributes[name] !== value) cut.push(name);
  }
  const before = span.attributes[TRACEWRIGHT.truncated];
  attributes[TRACEWRIGHT.truncated] = [...(Array.isArray(before) ? (before as string[]) : []), ...cut];
  const cutEach = <T extends { readonly attributes?: Attributes }>(items: readonly T[]): T[] =>
    items.slice(-MAX_LISTED).map((item) => ({ ...item, attributes: cutAttributes(item.attributes, length) }));
  return Object.create(span, {
    name: { value: cutValue(span.name, length), enumerable: true },
    attributes: { value: attributes, enumerable: true },
    events: { value: cutEach(span.events), enumerable: true },
    links: { value: cutEach(span.links), enumerable: true },
    status: { value: { ...span.status, ...cutAttributes({ message: span.status.message }, length) }, enumerable: true },
  }) as ReadableSpan;
}

function cutAttributes(attributes: Attributes | undefined, length: number): Attributes {
  return Object.fromEntries(
    Object.entries(attributes ?? {}).map(([name, value]) => [name, cutValue(value, length)] as const),
  );
}

/** The value itself where it is short enough. */
function cutValue(value: AttributeValue | undefined, length: number): AttributeValue | undefined {
  if (typeof value === 'string') return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
  if (!Array.isArray(value)) return value;
  const most = length / UNITS_PER_ITEM;
  if (value.length <= most && !value.some((item) => typeof item === 'string' && item.length > length)) return value;
  return value.slice(0, most).map((item) => cutValue(item as string, length)) as AttributeValue;
}
