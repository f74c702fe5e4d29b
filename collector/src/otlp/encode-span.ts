import { encodeAttributes } from './encode-attributes.ts';
import { enumOf, hexOf, type JsonObject, objectOf, objectsOf, textOf, uint32Of, uint64Of } from './json-field.ts';
import { EVENT, LINK, SPAN, STATUS } from './otlp-tags.ts';
import type { WireWriter } from './wire-writer.ts';

/** Writes a JSON `Span` as protobuf. Fields that are absent or empty are left out. @throws ApiError `MALFORMED_REQUEST` */
export function encodeSpan(writer: WireWriter, span: JsonObject): void {
  encodeId(writer, SPAN.traceId, span.traceId, 'Span.traceId');
  encodeId(writer, SPAN.spanId, span.spanId, 'Span.spanId');
  encodeText(writer, SPAN.traceState, span.traceState, 'Span.traceState');
  encodeId(writer, SPAN.parentSpanId, span.parentSpanId, 'Span.parentSpanId');
  encodeFixed32(writer, SPAN.flags, span.flags, 'Span.flags');
  encodeText(writer, SPAN.name, span.name, 'Span.name');
  encodeEnum(writer, SPAN.kind, span.kind, 'Span.kind');
  encodeTime(writer, SPAN.startTimeUnixNano, span.startTimeUnixNano, 'Span.startTimeUnixNano');
  encodeTime(writer, SPAN.endTimeUnixNano, span.endTimeUnixNano, 'Span.endTimeUnixNano');
  encodeAttributes(writer, SPAN.attributes, span.attributes);
  encodeCount(writer, SPAN.droppedAttributesCount, span.droppedAttributesCount, 'Span.droppedAttributesCount');
  for (const event of objectsOf(span.events, 'Span.events')) encodeEvent(writer, event);
  encodeCount(writer, SPAN.droppedEventsCount, span.droppedEventsCount, 'Span.droppedEventsCount');
  for (const link of objectsOf(span.links, 'Span.links')) encodeLink(writer, link);
  encodeCount(writer, SPAN.droppedLinksCount, span.droppedLinksCount, 'Span.droppedLinksCount');
  if (span.status !== undefined && span.status !== null) {
    const status = objectOf(span.status, 'Span.status');
    const place = writer.begin(SPAN.status);
    encodeText(writer, STATUS.message, status.message, 'Status.message');
    encodeEnum(writer, STATUS.code, status.code, 'Status.code');
    writer.end(place);
  }
}

function encodeEvent(writer: WireWriter, event: JsonObject): void {
  const place = writer.begin(SPAN.events);
  encodeTime(writer, EVENT.timeUnixNano, event.timeUnixNano, 'Event.timeUnixNano');
  encodeText(writer, EVENT.name, event.name, 'Event.name');
  encodeAttributes(writer, EVENT.attributes, event.attributes);
  encodeCount(writer, EVENT.droppedAttributesCount, event.droppedAttributesCount, 'Event.droppedAttributesCount');
  writer.end(place);
}

function encodeLink(writer: WireWriter, link: JsonObject): void {
  const place = writer.begin(SPAN.links);
  encodeId(writer, LINK.traceId, link.traceId, 'Link.traceId');
  encodeId(writer, LINK.spanId, link.spanId, 'Link.spanId');
  encodeText(writer, LINK.traceState, link.traceState, 'Link.traceState');
  encodeAttributes(writer, LINK.attributes, link.attributes);
  encodeCount(writer, LINK.droppedAttributesCount, link.droppedAttributesCount, 'Link.droppedAttributesCount');
  encodeFixed32(writer, LINK.flags, link.flags, 'Link.flags');
  writer.end(place);
}

/** Writes a text field unless it is empty. */
export function encodeText(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const text = textOf(value, name);
  if (text !== '') writer.text(tag, text);
}

/** Writes a `uint32` field unless it is 0. */
export function encodeCount(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const count = uint32Of(value, name);
  if (count === 0) return;
  writer.varint(tag);
  writer.varint(count);
}

/** Writes an id unless it is empty. */
export function encodeId(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const id = hexOf(value, name);
  if (id.byteLength > 0) writer.bytes(tag, id);
}

/** Writes an enum unless it is 0. */
export function encodeEnum(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const number = enumOf(value, name);
  if (number === 0) return;
  writer.varint(tag);
  writer.varint64(BigInt(number));
}

/** Writes a `fixed32` field unless it is 0. */
export function encodeFixed32(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const number = uint32Of(value, name);
  if (number === 0) return;
  writer.varint(tag);
  writer.fixed32(number);
}

/** Writes a time, nanoseconds in a `fixed64`, unless it is 0. */
export function encodeTime(writer: WireWriter, tag: number, value: unknown, name: string): void {
  const time = uint64Of(value, name);
  if (time === 0n) return;
  writer.varint(tag);
  writer.fixed64(time);
}
