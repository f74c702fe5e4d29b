import { TRACEWRIGHT } from '@tracewright/schema';
import { decodeStored } from '../../subjects.ts';

const NAME = Buffer.from(TRACEWRIGHT.truncated);

/** Tells whether a part of what the span says was cut off before it was sent. Most payloads do not even have the word. */
export function isTruncated(payload: Uint8Array): boolean {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  return bytes.includes(NAME) && decodeStored(payload)?.attributes.get(TRACEWRIGHT.truncated) !== undefined;
}
