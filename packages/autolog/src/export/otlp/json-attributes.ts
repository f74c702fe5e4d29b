import { isInt64 } from './int64.ts';
import { MAX_SPAN_BYTES } from './otlp-format.ts';
import { TooLargeError } from './too-large-error.ts';

/** What is known of an attribute's name. */
interface KnownName {
  /** All that stands before its value, with the comma after the attribute before. */
  readonly start: string;
  /** A short text that it last had, and the whole attribute with it: most have the same one for long. */
  text: string | undefined;
  json: string;
}

/** An app has few, but may make up more and more. */
const knownNames = new Map<string, KnownName>();
const MAX_NAMES = 4_096;
/** Longer texts are hardly ever the same. UTF-16 units. */
const MAX_KEPT_TEXT = 64;

/**
 * Attributes as OTLP's list of keys and values, as text: V8 joins and escapes texts faster than any loop over bytes.
 *
 * @param values in the order of the names
 * @throws TooLargeError rather than make a text that no request can hold
 */
export function attributesJson(names: readonly string[], values: readonly unknown[]): string {
  let json = '';
  for (let i = 0; i < names.length; i++) {
    const attribute = attributeJson(names[i] as string, values[i]);
    json += i === 0 ? attribute.slice(1) : attribute;
    if (json.length > MAX_SPAN_BYTES) throw new TooLargeError();
  }
  return `[${json}]`;
}

/** Begins with a comma. */
function attributeJson(name: string, value: unknown): string {
  const known = knownNames.get(name) ?? newName(name);
  if (typeof value !== 'string') return `${known.start}${valueJson(value)}}`;
  if (value === known.text) return known.json;
  const json = `${known.start}{"stringValue":${JSON.stringify(value)}}}`;
  if (value.length <= MAX_KEPT_TEXT) {
    known.text = value;
    known.json = json;
  }
  return json;
}

/** {@link attributesJson} of an object's. */
export function recordJson(record: object): string {
  return attributesJson(Object.keys(record), Object.values(record));
}

function newName(name: string): KnownName {
  const known: KnownName = { start: `,{"key":${JSON.stringify(name)},"value":`, text: undefined, json: '' };
  if (knownNames.size < MAX_NAMES) knownNames.set(name, known);
  return known;
}

function valueJson(value: unknown): string {
  if (typeof value === 'string') return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return `{"intValue":${value}}`;
    // In rounded digits the least of all would be below what receivers take.
    if (isInt64(value)) return `{"intValue":${BigInt(value)}}`;
    return Number.isFinite(value) ? `{"doubleValue":${value}}` : `{"doubleValue":"${value}"}`;
  }
  if (typeof value === 'boolean') return value ? '{"boolValue":true}' : '{"boolValue":false}';
  if (Array.isArray(value)) return listJson(value);
  if (value instanceof Uint8Array) return `{"bytesValue":"${Buffer.from(value).toString('base64')}"}`;
  if (typeof value === 'object' && value !== null) return `{"kvlistValue":{"values":${recordJson(value)}}}`;
  return '{}';
}

function listJson(list: readonly unknown[]): string {
  let json = '{"arrayValue":{"values":[';
  for (let i = 0; i < list.length; i++) {
    json += i === 0 ? valueJson(list[i]) : `,${valueJson(list[i])}`;
    if (json.length > MAX_SPAN_BYTES) throw new TooLargeError();
  }
  return `${json}]}}`;
}
