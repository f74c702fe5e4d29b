import { TRACEWRIGHT } from '@tracewright/schema';
import { decodeStored } from '../../subjects.ts';

/** Tells whether a part of what the span says was cut off before it was sent. `WordScanner` knows of most that they say nothing of it. */
export function isTruncated(payload: Uint8Array): boolean {
  return decodeStored(payload)?.attributes.get(TRACEWRIGHT.truncated) !== undefined;
}
