import { encodeSpan } from '../../../otlp/encode-span.ts';
import { WireWriter } from '../../../otlp/wire-writer.ts';

/** The payload of a span with these attributes. */
export function sentSpan(name: string, attributes: Readonly<Record<string, string | number | boolean>>): Uint8Array {
  const writer = new WireWriter(1_024);
  encodeSpan(writer, {
    name,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) })),
  });
  return new Uint8Array(writer.finish());
}

function anyValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { doubleValue: value };
}
