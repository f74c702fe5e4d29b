import { encodeJsonTraceRequest } from './encode-json-trace-request.ts';
import type { OtlpEncoding } from './encoding.ts';
import type { OtlpRequest } from './otlp-request.ts';
import { readTraceRequest } from './read-trace-request.ts';

/**
 * Reads a trace request in either encoding.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not well-formed, `PAYLOAD_TOO_LARGE` if it holds too much.
 */
export function decodeTraceRequest(body: Uint8Array, encoding: OtlpEncoding): OtlpRequest {
  return readTraceRequest(encoding === 'json' ? encodeJsonTraceRequest(body) : body);
}
