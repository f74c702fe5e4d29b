/**
 * A value of an attribute in JSON's terms: integers beyond 2^53 are decimal texts, bytes are base64, and doubles that
 * JSON lacks are `NaN`, `Infinity` and `-Infinity` as texts.
 */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** Attributes of a span, an event, a link, a scope or a resource, in the order sent. */
export interface Attributes {
  readonly keys: readonly string[];
  /** The first value under a key; undefined if there is none. Decoded on demand. */
  get(key: string): AttributeValue | undefined;
}

export const NO_ATTRIBUTES: Attributes = { keys: [], get: () => undefined };

/** The fields of a record, read like attributes: senders put whole records into one attribute, as JSON text. */
export function recordAttributes(record: Readonly<Record<string, unknown>>): Attributes {
  return {
    keys: Object.keys(record),
    get: (key) => (Object.hasOwn(record, key) ? (record[key] as AttributeValue) : undefined),
  };
}

/** All attributes at once, for answers; where a key was sent twice the first value stands. */
export function attributeRecord(attributes: Attributes): Record<string, AttributeValue> {
  return recordOf(attributes.keys.map((key) => [key, attributes.get(key) ?? null]));
}

/** A record in which any key is a plain property, `__proto__` too; the first of equal keys stands. */
export function recordOf(entries: readonly (readonly [string, AttributeValue])[]): Record<string, AttributeValue> {
  const first = new Map<string, AttributeValue>();
  for (const [key, value] of entries) if (!first.has(key)) first.set(key, value);
  return Object.fromEntries(first);
}
