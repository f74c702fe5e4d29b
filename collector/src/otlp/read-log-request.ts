import type { LateEvent } from '../storage/spans/span-record.ts';
import { encodeJsonLogRequest } from './encode-json-log-request.ts';
import type { OtlpEncoding } from './encoding.ts';
import { REQUEST, RESOURCE_SPANS, SCOPE_SPANS } from './otlp-tags.ts';
import { readLogRecord } from './read-log-record.ts';
import { WireReader } from './wire-reader.ts';

/** What is made of log records: those that say something about a span of an LLM app, and how many there were in all. */
export interface LogRequest {
  readonly count: number;
  readonly events: readonly LateEvent[];
}

/**
 * Reads an `ExportLogsServiceRequest`. Its groups are numbered like those of traces.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed, `PAYLOAD_TOO_LARGE` if it holds too much.
 */
export function readLogRequest(body: Uint8Array, encoding: OtlpEncoding): LogRequest {
  const reader = new WireReader(encoding === 'json' ? encodeJsonLogRequest(body) : body);
  const events: LateEvent[] = [];
  let count = 0;
  const readRecord = (): void => {
    reader.size.addSpan();
    count++;
    const event = readLogRecord(reader);
    if (event !== undefined) events.push(event);
  };
  const readGroup = (): void => {
    reader.size.addGroup();
    eachField(reader, SCOPE_SPANS.spans, SCOPE_SPANS.lastField, readRecord);
  };
  eachField(reader, REQUEST.resourceSpans, REQUEST.lastField, () =>
    eachField(reader, RESOURCE_SPANS.scopeSpans, RESOURCE_SPANS.lastField, readGroup),
  );
  return { count, events };
}

/** Enters each field `wanted` of a message. The others of its own are messages and texts: passed over unread. */
function eachField(reader: WireReader, wanted: number, lastField: number, read: () => void): void {
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag !== wanted) {
      if ((tag & 7) === 2) reader.skipBytes();
      else reader.skipUnknown(tag, lastField);
      continue;
    }
    const outer = reader.enter();
    read();
    reader.leave(outer);
  }
}
