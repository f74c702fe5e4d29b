import { type Attributes, type AttributeValue, diag } from '@opentelemetry/api';
import { isAttributeValue, sanitizeAttributes } from '@opentelemetry/core';

/**
 * The value as a span keeps it: texts cut, lists copied. Undefined, with a word to the diagnostics, where it is none of
 * OpenTelemetry's.
 *
 * @param maxLength of a text, UTF-16 units
 */
export function keptValue(name: string, value: unknown, maxLength: number): AttributeValue | undefined {
  if (typeof value === 'string') return value.length <= maxLength ? value : value.slice(0, maxLength);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && isAttributeValue(value)) {
    const cutItem = (item: unknown): unknown => (typeof item === 'string' ? item.slice(0, maxLength) : item);
    return value.map(cutItem) as AttributeValue;
  }
  diag.warn(`Invalid attribute value set for key: ${name}`);
  return undefined;
}

/** Attributes of an event or a link, and how many there was no room for. */
export interface KeptAttributes {
  readonly attributes: Attributes;
  readonly dropped: number;
}

/** @param maxLength of a text, UTF-16 units */
export function keptAttributes(given: unknown, maxCount: number, maxLength: number): KeptAttributes {
  const attributes: Attributes = {};
  let count = 0;
  let dropped = 0;
  for (const [name, value] of Object.entries(sanitizeAttributes(given))) {
    if (count >= maxCount) {
      dropped += 1;
      continue;
    }
    // Nothing is an item of these lists, though it is no attribute of a span.
    attributes[name] = value === undefined || value === null ? value : keptValue(name, value, maxLength);
    count += 1;
  }
  return { attributes, dropped };
}
