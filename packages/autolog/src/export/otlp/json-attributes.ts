import { isInt64 } from './int64.ts';
import type { JsonWriter } from './json-writer.ts';

/** What stands before a value of an attribute, the comma after the one before included. */
interface NameJson {
  readonly beforeText: Uint8Array;
  readonly beforeOther: Uint8Array;
}

/** An app has few names of attributes, but nothing keeps it from making up more and more. */
const MAX_NAMES = 4_096;
const names = new Map<string, NameJson>();

const COMMA = Buffer.from(',');
const TEXT_ATTRIBUTE_END = Buffer.from('}}');
const TEXT_START = Buffer.from('{"stringValue":');
const INTEGER_START = Buffer.from('{"intValue":');
const DOUBLE_START = Buffer.from('{"doubleValue":');
const TRUE = Buffer.from('{"boolValue":true}');
const FALSE = Buffer.from('{"boolValue":false}');
const ARRAY_START = Buffer.from('{"arrayValue":{"values":[');
const ARRAY_END = Buffer.from(']}}');
const RECORD_START = Buffer.from('{"kvlistValue":{"values":');
const RECORD_END = Buffer.from('}}');
const NOTHING = Buffer.from('{}');

/** Attributes as OTLP's list of keys and values. */
export function writeJsonAttributes(out: JsonWriter, attributes: Readonly<Record<string, unknown>>): void {
  out.ascii('[');
  let isFirst = true;
  for (const name of Object.keys(attributes)) {
    const { beforeText, beforeOther } = nameJson(name);
    const value = attributes[name];
    const isText = typeof value === 'string';
    const before = isText ? beforeText : beforeOther;
    out.raw(isFirst ? before.subarray(COMMA.length) : before);
    isFirst = false;
    if (isText) {
      out.text(value);
      out.raw(TEXT_ATTRIBUTE_END);
    } else {
      writeValue(out, value);
      out.ascii('}');
    }
  }
  out.ascii(']');
}

function nameJson(name: string): NameJson {
  const known = names.get(name);
  if (known !== undefined) return known;
  const before = `,{"key":${JSON.stringify(name)},"value":`;
  const json = { beforeText: Buffer.from(`${before}{"stringValue":`), beforeOther: Buffer.from(before) };
  if (names.size < MAX_NAMES) names.set(name, json);
  return json;
}

function writeValue(out: JsonWriter, value: unknown): void {
  if (typeof value === 'string') {
    out.raw(TEXT_START);
    out.text(value);
    out.ascii('}');
  } else if (typeof value === 'number') {
    out.raw(isInt64(value) ? INTEGER_START : DOUBLE_START);
    out.ascii(Number.isFinite(value) ? String(value) : `"${value}"`);
    out.ascii('}');
  } else if (typeof value === 'boolean') {
    out.raw(value ? TRUE : FALSE);
  } else if (value instanceof Uint8Array) {
    out.json(`{"bytesValue":"${Buffer.from(value).toString('base64')}"}`);
  } else if (Array.isArray(value)) {
    writeList(out, value);
  } else if (typeof value === 'object' && value !== null) {
    out.raw(RECORD_START);
    writeJsonAttributes(out, value as Readonly<Record<string, unknown>>);
    out.raw(RECORD_END);
  } else {
    out.raw(NOTHING);
  }
}

function writeList(out: JsonWriter, list: readonly unknown[]): void {
  out.raw(ARRAY_START);
  for (let i = 0; i < list.length; i++) {
    if (i > 0) out.raw(COMMA);
    writeValue(out, list[i]);
  }
  out.raw(ARRAY_END);
}
