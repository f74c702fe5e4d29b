import { isUtf8 } from 'node:buffer';
import { MAX_VALUE_DEPTH } from './any-value.ts';
import { JsonScanner, UNUSUAL } from './json-scanner.ts';
import {
  ANY_VALUE,
  EVENT,
  KEY_VALUE,
  LINK,
  LIST,
  REQUEST,
  RESOURCE,
  RESOURCE_SPANS,
  SCOPE,
  SCOPE_SPANS,
  SPAN,
  STATUS,
} from './otlp-tags.ts';
import type { RequestSize } from './request-limits.ts';
import { WireWriter } from './wire-writer.ts';

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;

/** Writes the value that comes next in the scanner. `depth` counts values within values. */
type Write = (scanner: JsonScanner, writer: WireWriter, depth: number) => void;

/**
 * Turns a request in JSON into the same in protobuf on one way through its bytes: no text and no object is made of it,
 * which takes a third of the time of parsing. What JSON can say otherwise than senders do — a field twice, an unknown
 * one, escapes in keys — is left to whoever parses.
 *
 * @returns undefined where the body is malformed or unusual: nothing is said about it then.
 * @throws ApiError `PAYLOAD_TOO_LARGE` if it has more parts than a request may have.
 */
export function scanJsonTraceRequest(body: Uint8Array): Uint8Array | undefined {
  const bytes = bufferOf(body);
  return isUtf8(bytes) ? scan(bytes, new WireWriter(bytes.byteLength), writeRequest) : undefined;
}

/**
 * The same in the memory of the body, for those that are large: what is written of it never gets ahead of what has been
 * read, as each field takes fewer bytes than its key does in JSON. So it is looked at twice.
 *
 * @returns undefined where the body is malformed or unusual: then it is as it was.
 * @throws ApiError `PAYLOAD_TOO_LARGE` if it has more parts than a request may have.
 */
export function scanJsonTraceRequestInPlace(body: Uint8Array): Uint8Array | undefined {
  const bytes = bufferOf(body);
  if (!isUtf8(bytes) || scan(bytes, new WireWriter(), checkRequest) === undefined) return undefined;
  return scan(bytes, new WireWriter(bytes), writeRequest);
}

function scan(bytes: Buffer, writer: WireWriter, write: Write): Uint8Array | undefined {
  const scanner = new JsonScanner(bytes);
  try {
    write(scanner, writer, 0);
    scanner.expectEnd();
    return writer.finish();
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A field of an object. Senders write the fields of all objects of a kind in one order, so a key is mostly known before it is read. */
interface Field {
  readonly write: Write;
  readonly bit: number;
  /** As it stands between its quotes, colon included. */
  readonly key: Uint8Array;
  /** What came behind it the last time. */
  likelyNext: Field | undefined;
}

function fieldOf(name: string, write: Write, index: number): Field {
  return { write, bit: 1 << index, key: Buffer.from(`"${name}":`), likelyNext: undefined };
}

/** An object: each of the fields once at most, and at most so many of them that are not null. */
function object(fields: Readonly<Record<string, Write>>, most = Number.POSITIVE_INFINITY): Write {
  const byName = new Map(Object.entries(fields).map(([name, write], index) => [name, fieldOf(name, write, index)]));
  const before = fieldOf('', () => {}, 0);
  return (scanner, writer, depth) => {
    scanner.expect(OPENING_BRACE);
    if (scanner.passes(CLOSING_BRACE)) return;
    let seen = 0;
    let written = 0;
    let last = before;
    do {
      const likely = last.likelyNext;
      const field = likely !== undefined && scanner.passesKey(likely.key) ? likely : byName.get(scanner.key());
      if (field === undefined || (seen & field.bit) !== 0) throw UNUSUAL;
      last.likelyNext = field;
      last = field;
      seen |= field.bit;
      if (scanner.passesNull()) continue;
      if (++written > most) throw UNUSUAL;
      field.write(scanner, writer, depth);
    } while (scanner.passesComma());
    scanner.expect(CLOSING_BRACE);
  };
}

/** A message of its own within another one. @param lengthBytes How many its length takes, mostly. */
function nested(tag: number, write: Write, lengthBytes = 1): Write {
  return (scanner, writer, depth) => {
    const place = writer.begin(tag, lengthBytes);
    write(scanner, writer, depth);
    writer.end(place, lengthBytes);
  };
}

/** What is counted while a request is gone through: one of too many parts is refused before the rest of it is looked at. */
type Count = (size: RequestSize) => void;

const asSpan: Count = (size) => size.addSpan();
const asGroup: Count = (size) => size.addGroup();
const asPart: Count = (size) => size.addPart();

function each(write: Write, count: Count): Write {
  return (scanner, writer, depth) => {
    scanner.expect(OPENING_BRACKET);
    if (scanner.passes(CLOSING_BRACKET)) return;
    do {
      count(scanner.size);
      write(scanner, writer, depth);
    } while (scanner.passesComma());
    scanner.expect(CLOSING_BRACKET);
  };
}

function text(tag: number, mayBeEmpty = false): Write {
  return (scanner, writer) => scanner.text(writer, tag, mayBeEmpty);
}

function id(tag: number): Write {
  return (scanner, writer) => scanner.hex(writer, tag);
}

function time(tag: number): Write {
  return (scanner, writer) => {
    scanner.integer(true);
    const { high, low, isNegative } = scanner;
    if (isNegative) throw UNUSUAL;
    if (high === 0 && low === 0) return;
    writer.varint(tag);
    writer.fixed32(low);
    writer.fixed32(high);
  };
}

function uint32(tag: number, write: (writer: WireWriter, value: number) => void): Write {
  return (scanner, writer) => {
    scanner.integer(true);
    if (scanner.isNegative || scanner.high !== 0) throw UNUSUAL;
    if (scanner.low === 0) return;
    writer.varint(tag);
    write(writer, scanner.low);
  };
}

const count = (tag: number): Write => uint32(tag, (writer, value) => writer.varint(value));
const fixed32 = (tag: number): Write => uint32(tag, (writer, value) => writer.fixed32(value));

function enumeration(tag: number): Write {
  return (scanner, writer) => {
    scanner.integer(false);
    const { high, low, isNegative } = scanner;
    if (isNegative || high !== 0 || low > 0x7fff_ffff) throw UNUSUAL;
    if (low === 0) return;
    writer.varint(tag);
    writer.varint(low);
  };
}

const writeInt: Write = (scanner, writer) => {
  scanner.integer(true);
  const { high, low, isNegative } = scanner;
  if (high > 0x7fff_ffff) throw UNUSUAL;
  writer.varint(ANY_VALUE.intValue);
  if (isNegative || high > 0xf_ffff) {
    const value = (BigInt(high) << 32n) | BigInt(low);
    writer.varint64(isNegative ? -value : value);
  } else writer.varint(high * 0x1_0000_0000 + low);
};

const writeBool: Write = (scanner, writer) => {
  writer.varint(ANY_VALUE.boolValue);
  writer.varint(scanner.bool() ? 1 : 0);
};

const writeDouble: Write = (scanner, writer) => {
  const value = scanner.double();
  writer.varint(ANY_VALUE.doubleValue);
  writer.double(value);
};

function deeper(write: Write): Write {
  return (scanner, writer, depth) => {
    if (depth >= MAX_VALUE_DEPTH) throw UNUSUAL;
    write(scanner, writer, depth + 1);
  };
}

// Values hold values: these two find each other when they are called.
const writeItem: Write = (scanner, writer, depth) => writeAnyValue(scanner, writer, depth);
const writeEntry: Write = (scanner, writer, depth) => writeKeyValue(scanner, writer, depth);
const list = (write: Write): Write => deeper(object({ values: each(nested(LIST.values, write), asPart) }));

/** Which of several values stands depends on which they are. */
const writeAnyValue = object(
  {
    stringValue: text(ANY_VALUE.stringValue, true),
    intValue: writeInt,
    doubleValue: writeDouble,
    boolValue: writeBool,
    arrayValue: nested(ANY_VALUE.arrayValue, list(writeItem)),
    kvlistValue: nested(ANY_VALUE.kvlistValue, list(writeEntry)),
  },
  1,
);

const writeKeyValue = object({ key: text(KEY_VALUE.key, true), value: nested(KEY_VALUE.value, writeAnyValue) });

const attributes = (tag: number): Write => each(nested(tag, writeKeyValue), asPart);

const writeEvent = object({
  timeUnixNano: time(EVENT.timeUnixNano),
  name: text(EVENT.name),
  attributes: attributes(EVENT.attributes),
  droppedAttributesCount: count(EVENT.droppedAttributesCount),
});

const writeLink = object({
  traceId: id(LINK.traceId),
  spanId: id(LINK.spanId),
  traceState: text(LINK.traceState),
  attributes: attributes(LINK.attributes),
  droppedAttributesCount: count(LINK.droppedAttributesCount),
  flags: fixed32(LINK.flags),
});

const writeSpan = object({
  traceId: id(SPAN.traceId),
  spanId: id(SPAN.spanId),
  traceState: text(SPAN.traceState),
  parentSpanId: id(SPAN.parentSpanId),
  flags: fixed32(SPAN.flags),
  name: text(SPAN.name),
  kind: enumeration(SPAN.kind),
  startTimeUnixNano: time(SPAN.startTimeUnixNano),
  endTimeUnixNano: time(SPAN.endTimeUnixNano),
  attributes: attributes(SPAN.attributes),
  droppedAttributesCount: count(SPAN.droppedAttributesCount),
  events: each(nested(SPAN.events, writeEvent), asPart),
  droppedEventsCount: count(SPAN.droppedEventsCount),
  links: each(nested(SPAN.links, writeLink), asPart),
  droppedLinksCount: count(SPAN.droppedLinksCount),
  status: nested(SPAN.status, object({ message: text(STATUS.message), code: enumeration(STATUS.code) })),
});

const writeResource = object({
  attributes: attributes(RESOURCE.attributes),
  droppedAttributesCount: count(RESOURCE.droppedAttributesCount),
});

const writeScope = object({
  name: text(SCOPE.name),
  version: text(SCOPE.version),
  attributes: attributes(SCOPE.attributes),
  droppedAttributesCount: count(SCOPE.droppedAttributesCount),
});

/** @param part What to do with each part of a request, which comes as the way to write it. */
function request(part: (write: Write) => Write): Write {
  const scopeSpans = object({
    scope: nested(SCOPE_SPANS.scope, writeScope),
    spans: each(part(nested(SCOPE_SPANS.spans, writeSpan, 2)), asSpan),
    schemaUrl: text(SCOPE_SPANS.schemaUrl),
  });
  const resourceSpans = object({
    resource: nested(RESOURCE_SPANS.resource, writeResource, 2),
    scopeSpans: each(part(nested(RESOURCE_SPANS.scopeSpans, scopeSpans, 3)), asGroup),
    schemaUrl: text(RESOURCE_SPANS.schemaUrl),
  });
  return object({ resourceSpans: each(part(nested(REQUEST.resourceSpans, resourceSpans, 3)), asGroup) });
}

const writeRequest = request((write) => write);

/** Leaves nothing of what it has gone through. */
const checkRequest = request((write) => (scanner, writer, depth) => {
  const start = writer.length;
  write(scanner, writer, depth);
  writer.cutTo(start);
});
