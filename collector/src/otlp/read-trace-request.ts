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
 * Makes something of each span as soon as it is read, undefined for those that are to be left out: of a large request
 * most memory would go to spans that wait for the last one.
 */
export type SpanOf<S> = (span: OtlpSpan, resource: OtlpResource) => S | undefined;

/**
 * Reads an `ExportTraceServiceRequest` in protobuf. The result looks into `body`, which must not change while it is
 * used. An empty body is an empty request.
 *
 * @throws ApiError `MALFORMED_REQUEST` if any part of it is not well-formed, attributes nested in it included, and
 * `PAYLOAD_TOO_LARGE` if it holds more than `request-limits.ts` allows.
 */
export function readTraceRequest(body: Uint8Array): OtlpRequest {
  return mapTraceRequest(body, (span) => span);
}

/** Reads the same way, and keeps of each span what `spanOf` makes of it. @throws ApiError as {@link readTraceRequest}. */
export function mapTraceRequest<S>(body: Uint8Array, spanOf: SpanOf<S>): OtlpRequest<S> {
  const reader = new WireReader(body);
  const resourceSpans: OtlpResourceSpans<S>[] = [];
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === REQUEST.resourceSpans) resourceSpans.push(readResourceSpans(reader, spanOf));
    else reader.skipUnknown(tag, REQUEST.lastField);
  }
  return { resourceSpans };
}

/** Spans may stand before the resource that they belong to, so it is looked for first. */
function readResourceSpans<S>(reader: WireReader, spanOf: SpanOf<S>): OtlpResourceSpans<S> {
  let resource = NO_RESOURCE;
  reader.size.addGroup();
  const places: { readonly start: number; readonly end: number }[] = [];
  const outer = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === RESOURCE_SPANS.resource) {
      const end = reader.enter();
      resource = readResource(reader);
      reader.leave(end);
    } else if (tag === RESOURCE_SPANS.scopeSpans) {
      reader.size.addGroup();
      places.push({ start: reader.skipBytes(), end: reader.offset });
    } else if (tag === RESOURCE_SPANS.schemaUrl) reader.skipBytes();
    else reader.skipUnknown(tag, RESOURCE_SPANS.lastField);
  }
  const end = reader.offset;
  const scopeSpans = places.map((place) => {
    reader.seek(place.start, place.end);
    return readScopeSpans(reader, (span) => spanOf(span, resource));
  });
  reader.seek(end, end);
  reader.leave(outer);
  return { resource, scopeSpans };
}

/** Reads the `ScopeSpans` that the reader has entered. */
function readScopeSpans<S>(reader: WireReader, spanOf: (span: OtlpSpan) => S | undefined): OtlpScopeSpans<S> {
  let scope = NO_SCOPE;
  const spans: S[] = [];
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === SCOPE_SPANS.spans) {
      reader.size.addSpan();
      const outer = reader.enter();
      const end = reader.limit;
      const made = spanOf(readSpan(reader));
      if (made !== undefined) spans.push(made);
      // Whoever looked at attributes has moved the reader.
      reader.seek(end, end);
      reader.leave(outer);
    } else if (tag === SCOPE_SPANS.scope) {
      const end = reader.enter();
      scope = readScope(reader);
      reader.leave(end);
    } else if (tag === SCOPE_SPANS.schemaUrl) reader.skipBytes();
    else reader.skipUnknown(tag, SCOPE_SPANS.lastField);
  }
  return { scope, spans };
}
