import type { Context } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { incomingContent } from './incoming-content.ts';

/** Far beyond the thousand metrics that a request may bring. */
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;

/** Fields in the query of a request. A key that is repeated is a list. */
export function queryFields(c: Context<AppEnv>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, values] of Object.entries(c.req.queries())) fields[key] = values.length === 1 ? values[0] : values;
  return fields;
}

/**
 * Fields in the body of a request; no body is a request without fields.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`, `MALFORMED_REQUEST` or `PAYLOAD_TOO_LARGE`.
 */
export async function bodyFields(c: Context<AppEnv>): Promise<Record<string, unknown>> {
  const body = await readText(c);
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

async function readText(c: Context<AppEnv>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of incomingContent(c)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) {
      throw new ApiError('PAYLOAD_TOO_LARGE', `the body is larger than ${MAX_BODY_BYTES} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
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
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ApiError('MALFORMED_REQUEST', 'the body is not JSON', { cause });
  }
}
