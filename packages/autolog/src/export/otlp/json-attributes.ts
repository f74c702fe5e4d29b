import type { JsonWriter } from './json-writer.ts';

/** What stands before a value. */
interface NameJson {
  readonly beforeText: string;
  readonly beforeOther: string;
}

/** An app has few names of attributes, but nothing keeps it from making up more and more. */
const MAX_NAMES = 4_096;
const names = new Map<string, NameJson>();

/** Attributes as OTLP's list of keys and values. */
export function writeJsonAttributes(out: JsonWriter, attributes: Readonly<Record<string, unknown>>): void {
  let before = '[';
  for (const name of Object.keys(attributes)) {
    const { beforeText, beforeOther } = nameJson(name);
    const value = attributes[name];
    if (typeof value === 'string') {
      out.raw(before + beforeText);
      out.text(value);
      out.raw('}}');
    } else {
      out.raw(before + beforeOther);
      writeValue(out, value);
      out.raw('}');
    }
    before = ',';
  }
  out.raw(before === '[' ? '[]' : ']');
}

function nameJson(name: string): NameJson {
  const known = names.get(name);
  if (known !== undefined) return known;
  const beforeOther = `{"key":${JSON.stringify(name)},"value":`;
  const json = { beforeText: `${beforeOther}{"stringValue":`, beforeOther };
  if (names.size < MAX_NAMES) names.set(name, json);
  return json;
}

function writeValue(out: JsonWriter, value: unknown): void {
  if (typeof value === 'string') {
    out.raw('{"stringValue":');
    out.text(value);
    out.raw('}');
  } else if (typeof value === 'number') {
    out.raw(Number.isInteger(value) ? `{"intValue":${value}}` : `{"doubleValue":${JSON.stringify(value)}}`);
  } else if (typeof value === 'boolean') {
    out.raw(value ? '{"boolValue":true}' : '{"boolValue":false}');
  } else if (value instanceof Uint8Array) {
    out.raw(`{"bytesValue":"${Buffer.from(value).toString('base64')}"}`);
  } else if (Array.isArray(value)) {
    writeList(out, value);
  } else if (typeof value === 'object' && value !== null) {
    out.raw('{"kvlistValue":{"values":');
    writeJsonAttributes(out, value as Readonly<Record<string, unknown>>);
    out.raw('}}');
  } else {
    out.raw('{}');
  }
}

function writeList(out: JsonWriter, list: readonly unknown[]): void {
  out.raw('{"arrayValue":{"values":[');
  for (let i = 0; i < list.length; i++) {
    if (i > 0) out.raw(',');
    writeValue(out, list[i]);
  }
  out.raw(']}}');
}
