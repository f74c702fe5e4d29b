import type { Context } from 'hono';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../json-depth.ts';

/**
 * Reads a body of JSON by its schema, whatever the content type says.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is no JSON, `INVALID_PARAMETER_VALUE` naming the field that is wrong.
 */
export async function jsonBody<const Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  let body: unknown;
  try {
    body = await c.req.json();
  } catch (cause) {
    throw new ApiError('MALFORMED_REQUEST', 'the body is not JSON', { cause });
  }
  if (isDeeperThan(MAX_JSON_DEPTH, body)) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `the body has more than ${MAX_JSON_DEPTH} levels`);
  }
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new ApiError('INVALID_PARAMETER_VALUE', path === null ? issue.message : `${path}: ${issue.message}`);
}
