import type { ApiErrorBody } from '@tracewright/schema';
import { TooManyRequests } from './auth/too-many-requests.ts';
import type { ApiError } from './errors.ts';

/** The answer to a failed request, everywhere but under `/v1`. */
export function errorAnswer(error: ApiError): Response {
  const body: ApiErrorBody = { error_code: error.code, message: error.message };
  return Response.json(body, { status: error.status, headers: errorHeaders(error) });
}

/** What an answer to `error` says beside its body, whatever form the body has. */
export function errorHeaders(error: ApiError): Record<string, string> {
  // Basic makes a browser ask for the key, which is how the viewer is opened where there is one.
  if (error.status === 401) return { 'www-authenticate': 'Basic realm="Tracewright", charset="UTF-8"' };
  if (error instanceof TooManyRequests) return { 'retry-after': String(error.retryAfterS), ...error.headers };
  if (error.status === 429 || error.status === 503) return { 'retry-after': '1' };
  return {};
}
