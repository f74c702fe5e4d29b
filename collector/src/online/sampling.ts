import { createHash } from 'node:crypto';

/** Values that a share of a trace's hash can take. */
const STEPS = 2 ** 32;

/**
 * Whether a trace is among a share of all. Its id alone decides, so that every collector and every look at a stored
 * trace answers the same, and a trace of a small sample is in every larger one.
 *
 * @param rate 0–1
 */
export function isSampled(traceId: string, rate: number): boolean {
  if (rate >= 1) return true;
  return createHash('sha256').update(traceId).digest().readUInt32BE(0) < rate * STEPS;
}
