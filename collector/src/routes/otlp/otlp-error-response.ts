import { errorHeaders } from '../../error-answer.ts';
import { ApiError } from '../../errors.ts';
import { CONTENT_TYPE, encodingOf } from '../../otlp/encoding.ts';
import { encodeRpcStatus } from '../../otlp/rpc-status.ts';

/**
 * The answer to a failed request under `/v1`: a `google.rpc.Status` in the request's encoding, in JSON where that is
 * neither of OTLP's. Only 429 and 503 invite the sender to try again, and say when.
 *
 * @param contentType The request's `Content-Type`.
 */
export function otlpErrorResponse(error: ApiError, contentType: string | undefined): Response {
  const encoding = encodingOf(contentType) ?? 'json';
  return new Response(encodeRpcStatus(encoding, error.code, error.message), {
    status: error.status,
    headers: { ...errorHeaders(error), 'content-type': CONTENT_TYPE[encoding] },
  });
}

/** Failures that are not ours to explain say nothing about themselves. */
export function asOtlpError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('INTERNAL_ERROR', 'internal error', { cause: error });
}
