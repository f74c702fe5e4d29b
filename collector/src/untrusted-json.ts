import { ApiError } from './errors.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth.ts';
import { checkJsonSize, UNSUSPICIOUS_BYTES } from './otlp/request-limits.ts';
import { releaseBytes } from './release-bytes.ts';

/**
 * Parses JSON that somebody else has written, within bounds: whoever walks through it has but so much stack, and two
 * bytes of it can be a list that takes twenty. A key `__proto__` becomes a property like any other.
 *
 * @param notJson Makes the failure of what is no JSON.
 * @throws ApiError what `notJson` made, `INVALID_PARAMETER_VALUE` for too many levels, `PAYLOAD_TOO_LARGE` for too many values.
 */
export function parseUntrustedJson(text: string, notJson: (options: ErrorOptions) => ApiError): unknown {
  if (text.length > UNSUSPICIOUS_BYTES) checkTextSize(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notJson({ cause });
  }
  refuseDeep(value);
  return value;
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` for what has too many levels to be walked through or written. */
export function refuseDeep(value: unknown): void {
  if (!isDeeperThan(MAX_JSON_DEPTH, value)) return;
  throw new ApiError('INVALID_PARAMETER_VALUE', `JSON of more than ${MAX_JSON_DEPTH} levels is not taken`);
}

function checkTextSize(text: string): void {
  const bytes = Buffer.from(text);
  try {
    checkJsonSize(bytes);
  } finally {
    releaseBytes(bytes);
  }
}
