import type { AttributeName } from '../otlp/attributes.ts';
import type { Names } from './read-attribute.ts';

/**
 * Remembers what follows from the keys of some attributes alone. Spans of one kind share the list of their keys, so it
 * is worked out once for all of them.
 */
export function ofKeys<T>(workOut: (keys: readonly string[]) => T): (keys: readonly string[]) => T {
  const known = new WeakMap<readonly string[], { readonly result: T }>();
  return (keys) => {
    let entry = known.get(keys);
    if (entry === undefined) {
      entry = { result: workOut(keys) };
      known.set(keys, entry);
    }
    return entry.result;
  };
}

/**
 * Leaves out of some lists of names those that are not among the keys, and puts places for the others: what a span does
 * not say is then found missing without looking for it, and what it says without looking either.
 */
export function presentPlaces<T extends Readonly<Partial<Record<string, Names>>>>(
  names: T,
  keys: readonly string[],
): Present<T> {
  const place = (name: AttributeName): number => (typeof name === 'number' ? name : keys.indexOf(name));
  const lists = Object.entries(names).map(([fact, list]) => [fact, list?.map(place).filter((at) => at >= 0)]);
  return Object.fromEntries(lists) as Present<T>;
}

type Present<T> = { readonly [fact in keyof T]: Names };
