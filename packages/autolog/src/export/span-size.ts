import type { AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { textOf } from './otlp/untyped-fields.ts';

/** Ids, times and field names of a span in OTLP JSON, bytes. */
const SPAN_OVERHEAD = 400;
/** Field names around one attribute, bytes. */
const ATTRIBUTE_OVERHEAD = 48;
/** Longer texts are none of ours, and may grow sixfold: they are measured as they are sent. UTF-16 units. */
const LONG_TEXT = 65_536;

/**
 * Bytes that a span takes in OTLP JSON, without what escaping adds to short texts: JSON text inside JSON grows up to
 * twofold. Counts
 * UTF-8, so that a queue bounded by it is bounded for every language.
 */
export function spanSizeBytes(span: ReadableSpan): number {
  let size = SPAN_OVERHEAD + textOf(span.name).length + attributesSize(span.attributes);
  if (span.status.message) size += Buffer.byteLength(span.status.message);
  for (const { name, attributes } of span.events) {
    size += SPAN_OVERHEAD / 4 + textOf(name).length + attributesSize(attributes);
  }
  for (const link of span.links) size += SPAN_OVERHEAD / 4 + attributesSize(link.attributes);
  return size;
}

function attributesSize(attributes: Readonly<Record<string, AttributeValue | undefined>> | undefined): number {
  let size = 0;
  for (const key in attributes) size += ATTRIBUTE_OVERHEAD + key.length + valueSize(attributes[key]);
  return size;
}

function valueSize(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return textSize(value);
  if (!Array.isArray(value)) return 8;
  let size = 0;
  for (const item of value) size += ATTRIBUTE_OVERHEAD / 2 + (typeof item === 'string' ? textSize(item) : 8);
  return size;
}

function textSize(text: string): number {
  return Buffer.byteLength(text.length > LONG_TEXT ? JSON.stringify(text) : text);
}
