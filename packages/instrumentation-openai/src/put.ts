import type { Attributes, AttributeValue } from '@opentelemetry/api';

/** Sets an attribute that has a value: one without would be looked at again wherever the attributes go. */
export function put(attributes: Attributes, name: string, value: AttributeValue | undefined): void {
  if (value !== undefined) attributes[name] = value;
}
