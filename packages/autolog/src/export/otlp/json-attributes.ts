import type { JsonWriter } from './json-writer.ts';

/** An app has few names of attributes, but nothing keeps it from making up more and more. */
const MAX_NAMES = 4_096;
const names = new Map<string, string>();

/** Attributes as OTLP's list of keys and values. */
export function writeJsonAttributes(out: JsonWriter, attributes: Readonly<Record<string, unknown>>): void {
  out.raw('[');
  let isFirst = true;
  for (const name of Object.keys(attributes)) {
    if (!isFirst) out.raw(',');
    isFirst = false;
    out.raw(nameJson(name));
    writeValue(out, attributes[name]);
    out.raw('}');
  }
  out.raw(']');
}

function nameJson(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const json = `{"key":${JSON.stringify(name)},"value":`;
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
    out.raw(`{"boolValue":${value}}`);
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
