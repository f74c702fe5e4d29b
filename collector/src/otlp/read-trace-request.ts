import { NO_ATTRIBUTES } from './attributes.ts';
import type {
  OtlpRequest,
  OtlpResource,
  OtlpResourceSpans,
  OtlpScope,
  OtlpScopeSpans,
  OtlpSpan,
} from './otlp-request.ts';
import { REQUEST, RESOURCE_SPANS, SCOPE_SPANS } from './otlp-tags.ts';
import { readResource, readScope } from './read-origin.ts';
import { readSpan } from './read-span.ts';
import { WireReader } from './wire-reader.ts';

const NO_BYTES = new Uint8Array(0);
const NO_RESOURCE: OtlpResource = { attributes: NO_ATTRIBUTES, payload: NO_BYTES };
const NO_SCOPE: OtlpScope = { name: '', version: '', attributes: NO_ATTRIBUTES, payload: NO_BYTES };

/**
 * Reads an `ExportTraceServiceRequest` in protobuf. The result looks into `body`, which must not change while it is
 * used. An empty body is an empty request.
 *
 * @throws ApiError `MALFORMED_REQUEST` if any part of it is not well-formed, attributes nested in it included, and
 * `PAYLOAD_TOO_LARGE` if it holds more than `request-limits.ts` allows.
 */
export function readTraceRequest(body: Uint8Array): OtlpRequest {
  const reader = new WireReader(body);
  const resourceSpans: OtlpResourceSpans[] = [];
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === REQUEST.resourceSpans) resourceSpans.push(readResourceSpans(reader));
    else reader.skipUnknown(tag, REQUEST.lastField);
  }
  return { resourceSpans };
}

function readResourceSpans(reader: WireReader): OtlpResourceSpans {
  let resource = NO_RESOURCE;
  reader.size.addGroup();
  const scopeSpans: OtlpScopeSpans[] = [];
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === RESOURCE_SPANS.resource) {
      const end = reader.enter();
      resource = readResource(reader);
      reader.leave(end);
    } else if (tag === RESOURCE_SPANS.scopeSpans) scopeSpans.push(readScopeSpans(reader));
    else if (tag === RESOURCE_SPANS.schemaUrl) reader.skipBytes();
    else reader.skipUnknown(tag, RESOURCE_SPANS.lastField);
  }
  reader.leave(outer);
  return { resource, scopeSpans };
}

function readScopeSpans(reader: WireReader): OtlpScopeSpans {
  let scope = NO_SCOPE;
  reader.size.addGroup();
  const spans: OtlpSpan[] = [];
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === SCOPE_SPANS.spans) {
      reader.size.addSpan();
      const end = reader.enter();
      spans.push(readSpan(reader));
      reader.leave(end);
    } else if (tag === SCOPE_SPANS.scope) {
      const end = reader.enter();
      scope = readScope(reader);
      reader.leave(end);
    } else if (tag === SCOPE_SPANS.schemaUrl) reader.skipBytes();
    else reader.skipUnknown(tag, SCOPE_SPANS.lastField);
  }
  reader.leave(outer);
  return { scope, spans };
}
