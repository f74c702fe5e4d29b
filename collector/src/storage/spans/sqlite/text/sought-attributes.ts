import { type ValueTest, valueTest } from '../../../../filter/compare-values.ts';
import type { Comparison, FilterValue } from '../../../../filter/expression.ts';
import { LABEL_PLACES, metadataPlaces } from '../../../../normalise/metadata.ts';
import {
  areNumbersKept,
  DROPPED_TERM,
  hasTerm,
  isKeyKept,
  isPlain,
  keyTerm,
  pairTerm,
  valuesTerm,
} from './attribute-terms.ts';
import type { Sought } from './text-search.ts';

/** Of a list with more values it is only asked which traces have the key. */
const MAX_SOUGHT = 32;
const RANGES: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** What any trace with a span that compares so has at least one of; undefined where the index says nothing of that. */
export function soughtAttributes(comparison: Comparison): readonly Sought[] | undefined {
  const { field, operator, values } = comparison;
  const test = valueTest(comparison);
  if (field === 'dropped') {
    const isAny = operator === '>' && values[0] === 0;
    return test([]) || test([0]) ? undefined : [oneTerm(DROPPED_TERM, isAny)];
  }
  if (test([])) return undefined;
  const places = placesOf(comparison);
  if (places === undefined) return undefined;
  const sought = ({ isPacked, key }: Place): readonly Sought[] =>
    isPacked ? [oneTerm(keyTerm(key), false)] : soughtIn(key, comparison);
  return places.flatMap(sought);
}

/** An attribute that may hold what is asked for, as it is or within something that has to be read. */
interface Place {
  readonly key: string;
  readonly isPacked: boolean;
}

/** Undefined for fields that are no attributes. */
function placesOf({ field, key }: Comparison): readonly Place[] | undefined {
  if (field === 'attributes') return [{ key, isPacked: false }];
  if (field !== 'metadata' && field !== 'label') return undefined;
  const { plain, packed } = field === 'label' ? LABEL_PLACES : metadataPlaces(key);
  return [
    ...plain.map((place) => ({ key: place, isPacked: false })),
    ...packed.map((place) => ({ key: place, isPacked: true })),
  ];
}

function soughtIn(key: string, comparison: Comparison): readonly Sought[] {
  const { operator, values } = comparison;
  const any = [oneTerm(keyTerm(key), operator === 'exists' && isKeyKept(key))];
  if (operator === '=' || operator === 'in') {
    return (values.length <= MAX_SOUGHT && soughtValues(key, values)) || any;
  }
  const isRange = RANGES.has(operator) && typeof values[0] === 'number' && areNumbersKept(key);
  return isRange ? [numbers(key, valueTest(comparison))] : any;
}

/** Undefined where one of them has no term. */
function soughtValues(key: string, values: readonly FilterValue[]): readonly Sought[] | undefined {
  if (!values.every(hasTerm)) return undefined;
  return values.flatMap(alike).map((value) => oneTerm(pairTerm(key, value), isPlain(key, value)));
}

/** Everything that is the same to a filter: what was sent as a text may have been meant as a number, and the other way round. */
function alike(value: FilterValue): readonly FilterValue[] {
  if (typeof value !== 'string') return [value, String(value)];
  const number = Number(value);
  if (String(number) === value) return [value, number];
  return value === 'true' || value === 'false' ? [value, value === 'true'] : [value];
}

/** Of numbers, each of which has a term of its own. */
function numbers(key: string, test: ValueTest): Sought {
  const prefix = valuesTerm(key, 'number');
  const accepts = (term: string): boolean => test([Number(term.slice(prefix.length))]);
  return { terms: [prefix], isPrefix: true, isCertain: true, accepts };
}

function oneTerm(term: string, isCertain: boolean): Sought {
  return { terms: [term], isPrefix: false, isCertain };
}
