import { encodeJsonTraceRequest } from './encode-json-trace-request.ts';
import type { OtlpEncoding } from './encoding.ts';
import type { OtlpRequest } from './otlp-request.ts';
import { mapTraceRequest, type SpanOf } from './read-trace-request.ts';

/**
 * Reads a trace request in either encoding.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed, `PAYLOAD_TOO_LARGE` if it holds too much.
 */
export function decodeTraceRequest(body: Uint8Array, encoding: OtlpEncoding): OtlpRequest {
  return decodeSpansAs(body, encoding, (span) => span);
}

/** Reads the same way, and keeps of each span what `spanOf` makes of it. @throws ApiError as {@link decodeTraceRequest}. */
export function decodeSpansAs<S>(body: Uint8Array, encoding: OtlpEncoding, spanOf: SpanOf<S>): OtlpRequest<S> {
  return mapTraceRequest(encoding === 'json' ? encodeJsonTraceRequest(body) : body, spanOf);
}
