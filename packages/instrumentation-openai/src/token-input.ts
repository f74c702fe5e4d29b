import type { MessagePart } from '@tracewright/schema';

/** Whether a prompt was given as token numbers. */
export function isTokens(value: unknown): value is readonly number[] {
  return Array.isArray(value) && typeof value[0] === 'number';
}

/** Token numbers tell a reader nothing: only how many there are is kept. */
export function tokensPart(tokens: readonly number[]): MessagePart {
  return { type: 'generic', generic_type: 'tokens', count: tokens.length };
}
