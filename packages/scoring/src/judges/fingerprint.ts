import { createHash } from 'node:crypto';
import { canonicalJson } from '@tracewright/schema';

/** Hex digits. */
const LENGTH = 16;

/** What makes two judges the same: their prompt, the form of their answers, their model and its parameters. */
export function fingerprintOf(parts: object): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('hex').slice(0, LENGTH);
}
