import { isDeeperThan, MAX_JSON_DEPTH } from '../json-depth.ts';
import {
  type AttributeName,
  type Attributes,
  type AttributeValue,
  NO_ATTRIBUTES,
  recordAttributes,
} from '../otlp/attributes.ts';
import { isRecord } from './json-record.ts';

/** The names of one fact, the best first: the newest, then what older senders call it. */
export type Names = readonly AttributeName[];

/** The first of these attributes that is there. */
export function readValue(attributes: Attributes, names: Names): AttributeValue | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Tells whether any of these attributes is there, without decoding a text that nobody reads. */
export function hasValue(attributes: Attributes, names: Names): boolean {
  return names.some((name) => attributes.wireText(name) !== undefined || (attributes.get(name) ?? null) !== null);
}

/** A text, '' where there is none. Numbers and booleans are spelled out, since senders disagree about ids. */
export function readText(attributes: Attributes, names: Names): string {
  const value = readValue(attributes, names);
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A finite number, also where it was sent as text. */
export function readNumber(attributes: Attributes, names: Names): number | undefined {
  const value = readValue(attributes, names);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A count of tokens: an integer of 0 or more. Anything else was not reported. */
export function readCount(attributes: Attributes, names: Names): number | undefined {
  const value = readNumber(attributes, names);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

export function readFlag(attributes: Attributes, names: Names): boolean {
  const value = readValue(attributes, names);
  return value === true || value === 'true';
}

/** The texts of an array of texts. */
export function readTexts(attributes: Attributes, names: Names): readonly string[] {
  const value = readValue(attributes, names);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A structured value: parsed where it was sent as JSON text, as it stands otherwise. */
export function readJson(attributes: Attributes, names: Names): unknown {
  const value = readValue(attributes, names);
  return typeof value === 'string' ? parsedJson(value) : value;
}

/** The fields of a record that was sent as JSON text; none where it is no record. */
export function readRecord(attributes: Attributes, names: Names): Attributes {
  const value = readJson(attributes, names);
  return isRecord(value) ? recordAttributes(value) : NO_ATTRIBUTES;
}

/** The value that a text is the JSON of; the text itself where it is none, or of more levels than anybody reads. */
export function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(MAX_JSON_DEPTH, value) ? text : value;
  } catch {
    return text;
  }
}
