import type { JsonValue } from '@tracewright/schema';

/** Characters of a beginning. */
const MAX_PREVIEW = 160;

/** The beginning of a value as one reads it: a text as it is, an object of one text as that text, all else as JSON. */
export function previewOf(value: JsonValue | undefined): string {
  const text = plainText(value);
  const line = text
    .slice(0, MAX_PREVIEW * 2)
    .replaceAll('\0', '\u{fffd}')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= MAX_PREVIEW ? line : `${line.slice(0, MAX_PREVIEW - 1).toWellFormed()}…`;
}

function plainText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  const [only, ...others] = Object.values(value);
  if (others.length === 0) return only === undefined ? '' : plainText(only);
  return JSON.stringify(value);
}
