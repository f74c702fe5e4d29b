import type { FeedbackValue } from '@tracewright/schema';

const WORDS: Readonly<Record<string, number>> = { yes: 1, no: 0 };

/** A score's value as a number: true and `yes` are 1, false and `no` are 0; null for other texts. */
export function numericValue(value: FeedbackValue | null): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value === null ? null : (WORDS[value.toLowerCase()] ?? null);
}
