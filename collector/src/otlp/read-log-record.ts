import type { LateEvent } from '../storage/spans/span-record.ts';
import { checkAnyValue } from './any-value.ts';
import { ANY_VALUE, EVENT, KEY_VALUE, LIST, LOG_RECORD } from './otlp-tags.ts';
import { WireAttributes } from './wire-attributes.ts';
import type { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Where events of the GenAI conventions begin, of today and of earlier. */
const GEN_AI_EVENT = 'gen_ai.';

/** Older senders have the name among the attributes. */
const NAME_ATTRIBUTE = 'event.name';

/** The attribute that a body becomes which is no record. */
const BODY = 'body';

type Range = readonly [start: number, end: number];

/**
 * Reads the `LogRecord` that the reader has entered.
 *
 * @returns the event that it is of a span, if it is one of the GenAI conventions and names a span; else undefined.
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed.
 */
export function readLogRecord(reader: WireReader): LateEvent | undefined {
  const start = reader.offset;
  const attributes = new WireAttributes(reader);
  const attributeRanges: Range[] = [];
  let body: Range | undefined;
  let traceId = '';
  let spanId = '';
  let name = '';
  let timeNs = 0n;
  let observedNs = 0n;
  while (reader.hasMore()) {
    const tag = reader.tag();
    switch (tag) {
      case LOG_RECORD.attributes: {
        attributeRanges.push(rangeOfNext(reader));
        attributes.add();
        break;
      }
      case LOG_RECORD.body: {
        const outer = reader.enter();
        body = [reader.offset, reader.limit];
        checkAnyValue(reader);
        reader.leave(outer);
        break;
      }
      case LOG_RECORD.traceId:
        traceId = reader.hex();
        break;
      case LOG_RECORD.spanId:
        spanId = reader.hex();
        break;
      case LOG_RECORD.eventName:
        name = reader.text();
        break;
      case LOG_RECORD.timeUnixNano:
        timeNs = reader.fixed64();
        break;
      case LOG_RECORD.observedTimeUnixNano:
        observedNs = reader.fixed64();
        break;
      case LOG_RECORD.flags:
        reader.fixed32();
        break;
      case LOG_RECORD.severityText:
        reader.skipBytes();
        break;
      case LOG_RECORD.severityNumber:
      case LOG_RECORD.droppedAttributesCount:
        reader.skipVarint();
        break;
      default:
        reader.skipUnknown(tag, LOG_RECORD.lastField);
    }
  }
  const end = reader.offset;
  const limit = reader.limit;
  const given = name === '' ? attributes.get(NAME_ATTRIBUTE) : name;
  reader.seek(end, limit);
  if (typeof given !== 'string' || !given.startsWith(GEN_AI_EVENT)) return undefined;
  if (!isId(traceId, 32) || !isId(spanId, 16)) return undefined;
  const writer = new WireWriter(limit - start);
  if (timeNs !== 0n || observedNs !== 0n) {
    writer.varint(EVENT.timeUnixNano);
    writer.fixed64(timeNs === 0n ? observedNs : timeNs);
  }
  writer.text(EVENT.name, given);
  for (const [from, to] of attributeRanges) writer.bytes(EVENT.attributes, reader.bytes.subarray(from, to));
  if (body !== undefined) writeBody(writer, reader, body);
  reader.seek(end, limit);
  return { traceId, spanId, event: new Uint8Array(writer.finish()) };
}

/** The fields of a record become attributes, as they are of later events; both are `KeyValue`s on the wire. */
function writeBody(writer: WireWriter, reader: WireReader, [start, end]: Range): void {
  if (start === end) return;
  reader.seek(start, end);
  if (reader.tag() !== ANY_VALUE.kvlistValue) {
    const place = writer.begin(EVENT.attributes);
    writer.text(KEY_VALUE.key, BODY);
    writer.bytes(KEY_VALUE.value, reader.bytes.subarray(start, end));
    writer.end(place);
    return;
  }
  reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== LIST.values) {
      reader.skipUnknown(tag, LIST.lastField);
      continue;
    }
    const [from, to] = rangeOfNext(reader);
    writer.bytes(EVENT.attributes, reader.bytes.subarray(from, to));
    reader.skipBytes();
  }
}

/** Where the content of the field lies whose length comes next, which stays unread. */
function rangeOfNext(reader: WireReader): Range {
  const { offset, limit } = reader;
  reader.enter();
  const range: Range = [reader.offset, reader.limit];
  reader.seek(offset, limit);
  return range;
}

function isId(hex: string, digits: number): boolean {
  return hex.length === digits && !/^0+$/.test(hex);
}
