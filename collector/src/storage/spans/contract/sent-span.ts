import { encodeAttributes } from '../../../otlp/encode-attributes.ts';
import { encodeSpan, encodeText } from '../../../otlp/encode-span.ts';
import { EVENT } from '../../../otlp/otlp-tags.ts';
import { WireWriter } from '../../../otlp/wire-writer.ts';

type Value = string | number | boolean | readonly string[];
type Attributes = Readonly<Record<string, Value>>;

/** The payload of a span with these attributes. */
export function sentSpan(name: string, attributes: Attributes): Uint8Array {
  return encodedSpan({ name, attributes: keyValues(attributes) });
}

/** The payload of a span that OTLP's JSON writes so. */
export function encodedSpan(span: Readonly<Record<string, unknown>>): Uint8Array {
  const writer = new WireWriter(1_024);
  encodeSpan(writer, span);
  return new Uint8Array(writer.finish());
}

/** An event with these attributes, as it comes apart from its span. */
export function sentEvent(name: string, attributes: Attributes): Uint8Array {
  const writer = new WireWriter(1_024);
  encodeText(writer, EVENT.name, name, 'name');
  encodeAttributes(writer, EVENT.attributes, keyValues(attributes));
  return new Uint8Array(writer.finish());
}

function keyValues(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'object') return { arrayValue: { values: value.map(anyValue) } };
  return typeof value === 'boolean' ? { boolValue: value } : { doubleValue: value };
}
