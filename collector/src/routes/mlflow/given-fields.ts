import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { bodyText } from '../../body/body-text.ts';
import { ApiError } from '../../errors.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';

/** Far beyond the thousand metrics that a request may bring. */
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;

/** Fields in the query of a request. A key that is repeated is a list. */
export function queryFields(c: Context<AppEnv>): Record<string, unknown> {
  // Not by assignment: a list under `__proto__` would become what they inherit from.
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([key, values]) => [key, values.length === 1 ? values[0] : values]),
  );
}

/**
 * Fields in the body of a request; no body is a request without fields.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`, `MALFORMED_REQUEST` or `PAYLOAD_TOO_LARGE`.
 */
export async function bodyFields(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  c.get('body').maxBytes = MAX_BODY_BYTES;
  const body = await bodyText(c);
  if (body === '') return {};
  checkContentType(c.req.header('content-type'));
  const fields = parseJson(body);
  // Old clients write their JSON as a text within JSON.
  const inner = typeof fields === 'string' ? parseJson(fields) : fields;
  if (inner === null) return {};
  if (typeof inner !== 'object' || Array.isArray(inner)) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'the body of a request is an object of JSON');
  }
  return inner as Record<string, unknown>;
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where the body does not say that it is JSON. */
function checkContentType(header: string | undefined): void {
  if (header === undefined) {
    throw new ApiError('INVALID_PARAMETER_VALUE', 'Bad Request. Content-Type header is missing.');
  }
  if (header.split(';')[0]?.trim().toLowerCase() === 'application/json') return;
  throw new ApiError('INVALID_PARAMETER_VALUE', "Bad Request. Content-Type must be one of ['application/json'].");
}

function parseJson(text: string): unknown {
  return parseUntrustedJson(text, (options) => new ApiError('MALFORMED_REQUEST', 'the body is not JSON', options));
}
