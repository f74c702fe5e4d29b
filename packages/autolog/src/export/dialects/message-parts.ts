import { ownText } from '@tracewright/instrumentation-core';

/** True for a part of a message of this type, such as `tool_call`. */
export function isPartOf(part: object, type: string): boolean {
  return ownText(part, 'type') === type;
}

/** What a tool is given or gives back, as one text: JSON unless it is a text. */
export function toolText(value: unknown): string | undefined {
  return typeof value === 'string' || value === undefined ? value : JSON.stringify(value);
}
