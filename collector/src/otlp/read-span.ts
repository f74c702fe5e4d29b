import { type Attributes, NO_ATTRIBUTES } from './attributes.ts';
import type { OtlpEvent, OtlpLink, OtlpSpan } from './otlp-request.ts';
import { EVENT, LINK, SPAN, STATUS } from './otlp-tags.ts';
import { WireAttributes } from './wire-attributes.ts';
import { WireReader } from './wire-reader.ts';

const NONE: readonly never[] = [];

/** Reads the OTLP protobuf `Span` that these bytes are. @throws ApiError `MALFORMED_REQUEST` if they are not one. */
export function decodeSpan(payload: Uint8Array): OtlpSpan {
  return readSpan(new WireReader(payload));
}

/** Reads the `Span` that the reader has entered. */
export function readSpan(reader: WireReader): OtlpSpan {
  const payload = reader.bytes.subarray(reader.offset, reader.limit);
  const attributes = new WireAttributes(reader);
  const status = { code: 0, message: '' };
  let traceId = '';
  let spanId = '';
  let parentSpanId = '';
  let traceState = '';
  let name = '';
  let kind = 0;
  let startNs = 0n;
  let endNs = 0n;
  let events: OtlpEvent[] | undefined;
  let links: OtlpLink[] | undefined;
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case SPAN.attributes:
        attributes.add();
        break;
      case SPAN.traceId:
        traceId = reader.sharedHex();
        break;
      case SPAN.spanId:
        spanId = reader.hex();
        break;
      case SPAN.parentSpanId:
        parentSpanId = reader.sharedHex();
        break;
      case SPAN.traceState:
        traceState = reader.text();
        break;
      case SPAN.name:
        name = reader.text();
        break;
      case SPAN.kind:
        kind = reader.varint32() | 0;
        break;
      case SPAN.startTimeUnixNano:
        startNs = reader.fixed64();
        break;
      case SPAN.endTimeUnixNano:
        endNs = reader.fixed64();
        break;
      case SPAN.events:
        reader.size.addPart();
        events ??= [];
        events.push(readEvent(reader));
        break;
      case SPAN.links:
        reader.size.addPart();
        links ??= [];
        links.push(readLink(reader));
        break;
      case SPAN.status:
        readStatus(reader, status);
        break;
      case SPAN.droppedAttributesCount:
      case SPAN.droppedEventsCount:
      case SPAN.droppedLinksCount:
        reader.skipVarint();
        break;
      case SPAN.flags:
        reader.fixed32();
        break;
      default:
        reader.skipUnknown(tag, SPAN.lastField);
    }
  }
  return {
    traceId,
    spanId,
    parentSpanId,
    traceState,
    name,
    kind,
    startNs,
    endNs,
    attributes,
    events: events ?? NONE,
    links: links ?? NONE,
    statusCode: status.code,
    statusMessage: status.message,
    payload,
  };
}

function readEvent(reader: WireReader): OtlpEvent {
  let name = '';
  let timeNs = 0n;
  let attributes: WireAttributes | undefined;
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === EVENT.timeUnixNano) timeNs = reader.fixed64();
    else if (tag === EVENT.name) name = reader.text();
    else if (tag === EVENT.attributes) {
      attributes ??= new WireAttributes(reader);
      attributes.add();
    } else if (tag === EVENT.droppedAttributesCount) reader.skipVarint();
    else reader.skipUnknown(tag, EVENT.lastField);
  }
  reader.leave(outer);
  return { name, timeNs, attributes: orNone(attributes) };
}

function readLink(reader: WireReader): OtlpLink {
  let traceId = '';
  let spanId = '';
  let attributes: WireAttributes | undefined;
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === LINK.traceId) traceId = reader.hex();
    else if (tag === LINK.spanId) spanId = reader.hex();
    else if (tag === LINK.traceState) reader.skipBytes();
    else if (tag === LINK.attributes) {
      attributes ??= new WireAttributes(reader);
      attributes.add();
    } else if (tag === LINK.droppedAttributesCount) reader.skipVarint();
    else if (tag === LINK.flags) reader.fixed32();
    else reader.skipUnknown(tag, LINK.lastField);
  }
  reader.leave(outer);
  return { traceId, spanId, attributes: orNone(attributes) };
}

/** Of a status sent twice the last one stands, as with every message that is not repeated. */
function readStatus(reader: WireReader, status: { code: number; message: string }): void {
  status.code = 0;
  status.message = '';
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === STATUS.code) status.code = reader.varint32() | 0;
    else if (tag === STATUS.message) status.message = reader.text();
    else reader.skipUnknown(tag, STATUS.lastField, STATUS.firstField);
  }
  reader.leave(outer);
}

function orNone(attributes: Attributes | undefined): Attributes {
  return attributes ?? NO_ATTRIBUTES;
}
