import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** What is around an item of a list, and an attribute of an event or a link, as it is sent. */
const ITEM_UNITS = 16;

/** Texts in a value, and what a list takes beside them, in UTF-16 units; 0 for the little that a number takes. */
export function valueUnits(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return 0;
  let units = value.length * ITEM_UNITS;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (typeof item === 'string') units += item.length;
  }
  return units;
}

/** {@link valueUnits} of all attributes of an event or a link, if it has any. */
export function attributesUnits(attributes: Attributes | undefined): number {
  let units = 0;
  for (const name in attributes) units += ITEM_UNITS + name.length + valueUnits(attributes?.[name]);
  return units;
}
