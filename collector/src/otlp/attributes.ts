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

/** A text in UTF-8 within a larger run of bytes: from `start` up to, and not including, `end`. */
export interface WireText {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** A key, or the place of one among the keys: who knows it spares looking for it. */
export type AttributeName = string | number;

/** Attributes of a span, an event, a link, a scope or a resource, in the order sent. */
export interface Attributes {
  readonly keys: readonly string[];
  /** The first value under a key; undefined if there is none. Decoded on demand. */
  get(key: AttributeName): AttributeValue | undefined;
  /** Where the first value under a key stands, if it is a text and still on the wire: a part of it can be read alone. */
  wireText(key: AttributeName): WireText | undefined;
}

export const NO_ATTRIBUTES: Attributes = { keys: [], get: () => undefined, wireText: () => undefined };

/** The fields of a record, read like attributes: senders put whole records into one attribute, as JSON text. */
export function recordAttributes(record: Readonly<Record<string, unknown>>): Attributes {
  const keys = Object.keys(record);
  return {
    keys,
    get: (name) => {
      const key = typeof name === 'number' ? keys[name] : name;
      return key !== undefined && Object.hasOwn(record, key) ? (record[key] as AttributeValue) : undefined;
    },
    wireText: () => undefined,
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
