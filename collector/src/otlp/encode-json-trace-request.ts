import { encodeAttributes } from './encode-attributes.ts';
import { encodeCount, encodeSpan, encodeText } from './encode-span.ts';
import { type JsonObject, objectOf, objectsOf } from './json-field.ts';
import { REQUEST, RESOURCE, RESOURCE_SPANS, SCOPE, SCOPE_SPANS } from './otlp-tags.ts';
import { parseJson } from './parse-json.ts';
import { scanJsonTraceRequest, scanJsonTraceRequestInPlace } from './scan-json-trace-request.ts';
import { WireWriter } from './wire-writer.ts';

/**
 * Turns an `ExportTraceServiceRequest` in JSON into the same in protobuf. Everything behind it then has one form, and
 * the stored payload of a span is the same however it was sent. Unknown fields are left out.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not JSON, or a field is not of its type.
 */
export function encodeJsonTraceRequest(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0) return body;
  return scanJsonTraceRequest(body) ?? encodeParsed(body);
}

/** The same in the memory of the body, where that is as senders write it. @throws ApiError `MALFORMED_REQUEST` */
export function encodeJsonTraceRequestInPlace(body: Uint8Array): Uint8Array {
  return scanJsonTraceRequestInPlace(body) ?? encodeParsed(body);
}

function encodeParsed(body: Uint8Array): Uint8Array {
  const request = objectOf(parseJson(body), 'the request');
  const writer = new WireWriter(body.byteLength);
  for (const resourceSpans of objectsOf(request.resourceSpans, 'resourceSpans')) {
    const place = writer.begin(REQUEST.resourceSpans);
    encodeResource(writer, resourceSpans.resource);
    for (const scopeSpans of objectsOf(resourceSpans.scopeSpans, 'scopeSpans')) encodeScopeSpans(writer, scopeSpans);
    encodeText(writer, RESOURCE_SPANS.schemaUrl, resourceSpans.schemaUrl, 'ResourceSpans.schemaUrl');
    writer.end(place);
  }
  return writer.finish();
}

function encodeResource(writer: WireWriter, value: unknown): void {
  if (value === undefined || value === null) return;
  const resource = objectOf(value, 'resource');
  const place = writer.begin(RESOURCE_SPANS.resource);
  encodeAttributes(writer, RESOURCE.attributes, resource.attributes);
  encodeCount(
    writer,
    RESOURCE.droppedAttributesCount,
    resource.droppedAttributesCount,
    'Resource.droppedAttributesCount',
  );
  writer.end(place);
}

function encodeScopeSpans(writer: WireWriter, scopeSpans: JsonObject): void {
  const place = writer.begin(RESOURCE_SPANS.scopeSpans);
  encodeScope(writer, scopeSpans.scope);
  for (const span of objectsOf(scopeSpans.spans, 'spans')) {
    const spanPlace = writer.begin(SCOPE_SPANS.spans);
    encodeSpan(writer, span);
    writer.end(spanPlace);
  }
  encodeText(writer, SCOPE_SPANS.schemaUrl, scopeSpans.schemaUrl, 'ScopeSpans.schemaUrl');
  writer.end(place);
}

function encodeScope(writer: WireWriter, value: unknown): void {
  if (value === undefined || value === null) return;
  const scope = objectOf(value, 'scope');
  const place = writer.begin(SCOPE_SPANS.scope);
  encodeText(writer, SCOPE.name, scope.name, 'InstrumentationScope.name');
  encodeText(writer, SCOPE.version, scope.version, 'InstrumentationScope.version');
  encodeAttributes(writer, SCOPE.attributes, scope.attributes);
  encodeCount(
    writer,
    SCOPE.droppedAttributesCount,
    scope.droppedAttributesCount,
    'InstrumentationScope.droppedAttributesCount',
  );
  writer.end(place);
}
