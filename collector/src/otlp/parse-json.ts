import { malformedBody } from './malformed-body.ts';
import { checkJsonSize } from './request-limits.ts';

/** Where an integer of 16 digits or more stands bare in the text, or seems to. */
const LONG_INTEGER = /[:[,]\s*-?\d{16}/;

/**
 * Parses the JSON text of a body. Integers beyond 2^53 written as bare numbers become decimal texts, so that
 * timestamps sent that way lose nothing. Invalid UTF-8 becomes U+FFFD.
 *
 * @throws ApiError `MALFORMED_REQUEST` if it is not JSON, `PAYLOAD_TOO_LARGE` if it has too many values.
 */
export function parseJson(body: Uint8Array): unknown {
  checkJsonSize(body);
  const text = new TextDecoder().decode(body);
  try {
    return LONG_INTEGER.test(text) ? JSON.parse(text, keepLongInteger) : JSON.parse(text);
  } catch (error) {
    // V8 quotes the text around the fault; that may be somebody's prompt, so only the fact goes out.
    throw malformedBody('it is not JSON', { cause: error });
  }
}

function keepLongInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
