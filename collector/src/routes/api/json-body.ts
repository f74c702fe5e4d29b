import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { bodyText } from '../../body/body-text.ts';
import { collectHeap } from '../../collect-heap.ts';
import { ApiError } from '../../errors.ts';
import { parseUntrustedJson } from '../../untrusted-json.ts';

/** Of a text beside which V8 would make its heap larger, UTF-16 units. */
const LARGE_UNITS = 8 * 1_024 * 1_024;

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
  const parsed = v.safeParse(schema, await parsedBody(c));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new ApiError('INVALID_PARAMETER_VALUE', path === null ? issue.message : `${path}: ${issue.message}`);
}

/** What a body says; its text, of which nothing is held any more, goes before something is made of a large one. */
async function parsedBody(c: Context<AppEnv>): Promise<unknown> {
  const { value, textUnits } = await parsedText(c);
  if (textUnits > LARGE_UNITS) collectHeap('last-resort');
  return value;
}

async function parsedText(c: Context<AppEnv>): Promise<{ readonly value: unknown; readonly textUnits: number }> {
  const text = await bodyText(c);
  const value = parseUntrustedJson(
    text,
    (options) => new ApiError('MALFORMED_REQUEST', 'the body is not JSON', options),
  );
  return { value, textUnits: text.length };
}
