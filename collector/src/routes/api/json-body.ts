import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { bodyText } from '../../body/body-text.ts';
import { ApiError } from '../../errors.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';

/**
 * Reads a body of JSON by its schema, whatever the content type says.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is no JSON, `INVALID_PARAMETER_VALUE` naming the field that is wrong, and what
 * reading it throws.
 */
export async function jsonBody<const Schema extends v.GenericSchema>(
  c: Context<AppEnv>,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const body = parseUntrustedJson(
    await bodyText(c),
    (options) => new ApiError('MALFORMED_REQUEST', 'the body is not JSON', options),
  );
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new ApiError('INVALID_PARAMETER_VALUE', path === null ? issue.message : `${path}: ${issue.message}`);
}
