import { isInt64 } from './int64.ts';
import { MAX_SPAN_BYTES } from './otlp-format.ts';
import { TooLargeError } from './too-large-error.ts';

/** What stands before the value of an attribute, by its name. An app has few, but may make up more and more. */
const starts = new Map<string, string>();
const MAX_NAMES = 4_096;

/**
 * Attributes as OTLP's list of keys and values, as text: V8 joins and escapes texts faster than any loop over bytes.
 *
 * @param values in the order of the names
 * @throws TooLargeError rather than make a text that no request can hold
 */
export function attributesJson(names: readonly string[], values: readonly unknown[]): string {
  let json = '[';
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = values[i];
    json += i === 0 ? '{"key":' : ',{"key":';
    json += starts.get(name) ?? newStart(name);
    if (typeof value === 'string') json += `{"stringValue":${JSON.stringify(value)}}}`;
    else json += `${valueJson(value)}}`;
    if (json.length > MAX_SPAN_BYTES) throw new TooLargeError();
  }
  return `${json}]`;
}

/** {@link attributesJson} of an object's. */
export function recordJson(record: object): string {
  return attributesJson(Object.keys(record), Object.values(record));
}

function newStart(name: string): string {
  const start = `${JSON.stringify(name)},"value":`;
  if (starts.size < MAX_NAMES) starts.set(name, start);
  return start;
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
