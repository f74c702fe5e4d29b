import { EVENT, LINK, SPAN } from './otlp-tags.ts';
import { WireReader } from './wire-reader.ts';

/**
 * How many attributes, events and links of a span its SDK left out by its limits, those of its events and links included.
 *
 * @param payload an OTLP protobuf `Span`
 * @throws ApiError `MALFORMED_REQUEST` if it is not one.
 */
export function droppedCount(payload: Uint8Array): number {
  const reader = new WireReader(payload);
  // Of a number that is sent twice the last one stands; events and links add up.
  const own = { attributes: 0, events: 0, links: 0 };
  let below = 0;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === SPAN.droppedAttributesCount) own.attributes = reader.varint32() >>> 0;
    else if (tag === SPAN.droppedEventsCount) own.events = reader.varint32() >>> 0;
    else if (tag === SPAN.droppedLinksCount) own.links = reader.varint32() >>> 0;
    else if (tag === SPAN.events) below += countWithin(reader, EVENT.droppedAttributesCount);
    else if (tag === SPAN.links) below += countWithin(reader, LINK.droppedAttributesCount);
    else reader.skipUnknown(tag, 0);
  }
  return own.attributes + own.events + own.links + below;
}

/** The number under a tag of the message that comes next. */
function countWithin(reader: WireReader, wanted: number): number {
  const outer = reader.enter();
  let count = 0;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === wanted) count = reader.varint32() >>> 0;
    else reader.skipUnknown(tag, 0);
  }
  reader.leave(outer);
  return count;
}
