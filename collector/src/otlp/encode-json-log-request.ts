import { encodeAnyValue, encodeAttributes } from './encode-attributes.ts';
import { encodeCount, encodeEnum, encodeFixed32, encodeId, encodeText, encodeTime } from './encode-span.ts';
import { type JsonObject, objectOf, objectsOf } from './json-field.ts';
import { LOG_RECORD, REQUEST, RESOURCE_SPANS, SCOPE_SPANS } from './otlp-tags.ts';
import { parseJson } from './parse-json.ts';
import { WireWriter } from './wire-writer.ts';

/**
 * Turns an `ExportLogsServiceRequest` in JSON into the same in protobuf, without the resources and scopes, which nobody
 * reads.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not JSON, or a field is not of its type.
 */
export function encodeJsonLogRequest(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0) return body;
  const request = objectOf(parseJson(body), 'the request');
  const writer = new WireWriter(body.byteLength);
  for (const resourceLogs of objectsOf(request.resourceLogs, 'resourceLogs')) {
    const place = writer.begin(REQUEST.resourceSpans);
    for (const scopeLogs of objectsOf(resourceLogs.scopeLogs, 'scopeLogs')) {
      const scopePlace = writer.begin(RESOURCE_SPANS.scopeSpans);
      for (const record of objectsOf(scopeLogs.logRecords, 'logRecords')) encodeLogRecord(writer, record);
      writer.end(scopePlace);
    }
    writer.end(place);
  }
  return writer.finish();
}

function encodeLogRecord(writer: WireWriter, record: JsonObject): void {
  const place = writer.begin(SCOPE_SPANS.spans);
  encodeTime(writer, LOG_RECORD.timeUnixNano, record.timeUnixNano, 'LogRecord.timeUnixNano');
  encodeTime(writer, LOG_RECORD.observedTimeUnixNano, record.observedTimeUnixNano, 'LogRecord.observedTimeUnixNano');
  encodeEnum(writer, LOG_RECORD.severityNumber, record.severityNumber, 'LogRecord.severityNumber');
  encodeText(writer, LOG_RECORD.severityText, record.severityText, 'LogRecord.severityText');
  if (record.body !== undefined && record.body !== null) {
    const bodyPlace = writer.begin(LOG_RECORD.body);
    encodeAnyValue(writer, objectOf(record.body, 'LogRecord.body'));
    writer.end(bodyPlace);
  }
  encodeAttributes(writer, LOG_RECORD.attributes, record.attributes);
  encodeCount(
    writer,
    LOG_RECORD.droppedAttributesCount,
    record.droppedAttributesCount,
    'LogRecord.droppedAttributesCount',
  );
  encodeFixed32(writer, LOG_RECORD.flags, record.flags, 'LogRecord.flags');
  encodeId(writer, LOG_RECORD.traceId, record.traceId, 'LogRecord.traceId');
  encodeId(writer, LOG_RECORD.spanId, record.spanId, 'LogRecord.spanId');
  encodeText(writer, LOG_RECORD.eventName, record.eventName, 'LogRecord.eventName');
  writer.end(place);
}
