import { canonicalJson, type JsonValue } from '@tracewright/schema';

/**
 * A value as JSON has it: dates as texts, without functions and fields that are undefined; null where nothing is left.
 * What cannot be written, such as a circle, is said to be that.
 */
export function recordedValue(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  try {
    const json = JSON.stringify(value, plainPart);
    return json === undefined ? null : (JSON.parse(json) as JsonValue);
  } catch (error) {
    return `[not recorded: ${error instanceof Error ? error.message : String(error)}]`;
  }
}

/** A value as a text that is the same for the same value, whatever the order of its fields. */
export function canonicalText(value: unknown): string {
  try {
    // Of functions nothing is written at all.
    const json: string | undefined = canonicalJson(value ?? null);
    return json ?? 'null';
  } catch {
    return canonicalJson(recordedValue(value));
  }
}

/** Integers of any size have no place in JSON. */
function plainPart(_: string, part: unknown): unknown {
  return typeof part === 'bigint' ? part.toString() : part;
}
