import type { ByteView } from './byte-view.ts';
import { REQUEST, RESOURCE_SPANS, SCOPE_SPANS } from './otlp-tags.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** How much of a request is taken at once. */
export interface SliceLimits {
  /** A span that is larger comes alone. With a resource and a scope that take more than half of it a slice is larger. */
  readonly bytes: number;
  readonly spans: number;
}

/** Behind a large origin spans may take so much of its bytes, and may be so many times as many: then it comes again a few times only. */
const SHARE_OF_ORIGIN = 1 / 4;
const MOST_TIMES_SPANS = 4;

/** Of some megabytes. */
const LENGTH_BYTES = 4;

/** Where something stands in the body. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Takes a well-formed `ExportTraceServiceRequest` in protobuf apart into several, in their order: each has some of its
 * spans with their resources and scopes, and nothing else. The bytes of one are overwritten by the next, so that a body
 * of any length takes no more memory than itself and one slice.
 *
 * @throws ApiError `MALFORMED_REQUEST` where it is not well-formed; what stands inside of spans is not looked at.
 */
export function* splitTraceRequest(body: Uint8Array, limits: SliceLimits): Generator<Uint8Array> {
  const reader = new WireReader(body);
  const writer = new WireWriter(limits.bytes);
  let spanCount = 0;
  let maxBytes = limits.bytes;
  let maxSpans = limits.spans;
  for (const resourceSpans of placesOf(reader, { start: 0, end: body.byteLength }, REQUEST.resourceSpans)) {
    const [resource] = placesOf(reader, resourceSpans, RESOURCE_SPANS.resource).slice(-1);
    for (const scopeSpans of placesOf(reader, resourceSpans, RESOURCE_SPANS.scopeSpans)) {
      const [scope] = placesOf(reader, scopeSpans, SCOPE_SPANS.scope).slice(-1);
      let end: (() => void) | undefined;
      for (const span of placesOf(reader, scopeSpans, SCOPE_SPANS.spans)) {
        const bytes = writer.length + span.end - span.start;
        if (spanCount > 0 && (spanCount >= maxSpans || bytes > maxBytes)) {
          end?.();
          end = undefined;
          yield writer.finish();
          writer.clear();
          spanCount = 0;
        }
        end ??= begin(writer, reader, resource, scope);
        // Each slice has all of its origin once more: behind a large one they are larger, and fewer.
        if (spanCount === 0) {
          const origin = writer.length;
          const share = Math.max(limits.bytes / 2, origin * SHARE_OF_ORIGIN);
          maxBytes = Math.max(limits.bytes, origin + share);
          maxSpans = limits.spans * Math.min(MOST_TIMES_SPANS, (2 * share) / limits.bytes);
        }
        writer.part(SCOPE_SPANS.spans, reader, span.start, span.end);
        spanCount++;
      }
      end?.();
    }
  }
  if (spanCount > 0) yield writer.finish();
}

/** Where the values of a field stand that may come several times. */
function placesOf(reader: WireReader, { start, end }: Place, field: number): Place[] {
  const places: Place[] = [];
  reader.seek(start, end);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === field) places.push({ start: reader.skipBytes(), end: reader.offset });
    else reader.skipUnknown(tag, 0);
  }
  return places;
}

/** Begins spans of one origin. @returns what ends them. */
function begin(writer: WireWriter, body: ByteView, resource: Place | undefined, scope: Place | undefined): () => void {
  const outer = writer.begin(REQUEST.resourceSpans, LENGTH_BYTES);
  if (resource !== undefined) writer.part(RESOURCE_SPANS.resource, body, resource.start, resource.end);
  const inner = writer.begin(RESOURCE_SPANS.scopeSpans, LENGTH_BYTES);
  if (scope !== undefined) writer.part(SCOPE_SPANS.scope, body, scope.start, scope.end);
  return () => {
    writer.end(inner, LENGTH_BYTES);
    writer.end(outer, LENGTH_BYTES);
  };
}
