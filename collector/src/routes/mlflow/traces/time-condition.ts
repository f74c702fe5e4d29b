import type { EntityCondition } from '../../../filter/entities/entity-table.ts';
import { allOf, compare, type Expression } from '../../../filter/expression.ts';
import { NOTHING } from './filter-terms.ts';

/** Smallest units of each field in a millisecond: ns of times, µs of durations. */
const PER_MS = { time: 1_000_000, end: 1_000_000, duration: 1_000 } as const;

/** Beyond all times that there are. */
const MAX_MS = 1e15;

type TimeField = keyof typeof PER_MS;

/**
 * A condition in whole milliseconds, which is what MLflow's clients see, on fields that know more: what began within a
 * millisecond began at it.
 */
export function timeCondition(field: TimeField, { operator, values }: EntityCondition): Expression {
  const ms = Math.max(-MAX_MS, Math.min(MAX_MS, Number(values[0])));
  const from = (first: number) => compare(field, '>=', scaled(field, first));
  const before = (end: number) => compare(field, '<', scaled(field, end));
  switch (operator) {
    case '<':
      return before(Math.ceil(ms));
    case '<=':
      return before(Math.floor(ms) + 1);
    case '>':
      return from(Math.floor(ms) + 1);
    case '>=':
      return from(Math.ceil(ms));
    case '!=':
      return { type: 'not', of: within() };
    default:
      return within();
  }

  function within(): Expression {
    return Number.isInteger(ms) ? allOf(from(ms), before(ms + 1)) : NOTHING;
  }
}

function scaled(field: TimeField, ms: number): number | bigint {
  if (field === 'duration') return ms * PER_MS[field];
  return BigInt(ms) * BigInt(PER_MS[field]);
}
