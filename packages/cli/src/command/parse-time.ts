import type { Nanos } from '@tracewright/schema';
import { usageError } from './command-error.ts';

/** No span begins later; those who mean all times write years such as 9999. */
const LATEST_NS = 2n ** 63n - 1n;

/**
 * A day or a moment of ISO 8601; without a zone, of this machine's, but a day alone is of UTC, as ECMAScript reads it.
 *
 * @throws CommandError of usage naming the option.
 */
export function parseTime(option: string, text: string): Nanos {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw usageError(`--${option} is a time such as 2026-03-01T12:00:00Z, not ${JSON.stringify(text)}`);
  const ns = BigInt(ms) * 1_000_000n;
  return (ns < 0n ? 0n : ns > LATEST_NS ? LATEST_NS : ns) as Nanos;
}
