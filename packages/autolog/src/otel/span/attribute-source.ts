import type { AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { isOwnSpan } from './own-span.ts';

/** What attributes are read from one by one: to list all of them takes longer. */
export interface AttributeSource {
  /** Undefined where it is not set. */
  attribute(name: string): AttributeValue | undefined;
}

export function attributeSource(span: ReadableSpan): AttributeSource {
  if (isOwnSpan(span)) return span;
  const { attributes } = span;
  return { attribute: (name) => attributes[name] };
}
