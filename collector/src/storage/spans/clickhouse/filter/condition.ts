/**
 * A condition that lets everything through that a filter does, and if `isExact` nothing else. What else passes is for
 * the meaning in `evaluate.ts` to find.
 */
export interface Condition {
  readonly sql: string;
  readonly isExact: boolean;
  /** It asks for `trace_id` alone: the same of a trace and of each of its spans. */
  readonly isOfTrace?: true;
}

/** Where SQL knows nothing of the answer. */
export const ANYTHING: Condition = { sql: '1', isExact: false };

export function exactly(sql: string): Condition {
  return { sql, isExact: true };
}

/** All of the conditions, or any of them. */
export function junction(type: 'and' | 'or', parts: readonly Condition[]): Condition {
  const isExact = parts.every((part) => part.isExact);
  const none = type === 'and' ? '1' : '0';
  if (parts.some(({ sql }) => sql === '1') && type === 'or') return { sql: '1', isExact };
  const told = type === 'and' ? parts.filter(({ sql }) => sql !== '1') : parts;
  const sql = told.length === 0 ? none : told.map((part) => `(${part.sql})`).join(` ${type.toUpperCase()} `);
  return { sql, isExact, ...(told.every((part) => part.isOfTrace) && { isOfTrace: true }) };
}

export function negation({ sql, isExact, isOfTrace }: Condition): Condition {
  return isExact ? { ...exactly(`NOT (${sql})`), ...(isOfTrace && { isOfTrace }) } : ANYTHING;
}
