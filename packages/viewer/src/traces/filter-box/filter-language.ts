import type { FilterFields, FilterFieldType } from '@tracewright/schema';
import { getKnownValues, type KnownValues } from './known-values.ts';

/** Which filters a box is for: what the collector checks them against, and what can be said in them. */
export interface FilterLanguage {
  readonly target: FilterFields['target'];
  readonly placeholder: string;
  /** Whether conditions can be joined by OR, negated and put in brackets; joined by AND they can be anyway. */
  readonly hasBrackets: boolean;
  /** How values are written that cannot be chosen. */
  readonly hints: Readonly<Record<FilterFieldType, string | undefined>>;
  /** Values and keys that there are, to be offered. @throws ApiFailure */
  readonly getKnown: () => Promise<KnownValues>;
}

/** Of traces. */
export const TRACE_FILTERS: FilterLanguage = {
  target: 'trace',
  placeholder: 'Filter: status = error AND duration > 2s',
  hasBrackets: true,
  hints: {
    text: "A text, in quotes where it has spaces: 'gpt-4o'. LIKE takes % for anything.",
    choice: undefined,
    number: 'A number, such as 500, 10k or 2M.',
    time: "A time, such as '2026-01-31T08:00:00Z', or -2h for two hours ago.",
    duration: 'A length of time, such as 250ms, 1.5s or 2m.',
    money: 'USD, such as 0.05.',
    any: 'A number, a text in quotes, true or false, as it was sent.',
  },
  getKnown: getKnownValues,
};
