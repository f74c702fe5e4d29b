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
 * Leaves out of some lists of names those that are not among the keys: what a span does not say is then found missing
 * without looking for it.
 */
export function presentNames<T extends Readonly<Partial<Record<string, Names>>>>(
  names: T,
): (keys: readonly string[]) => Present<T> {
  return ofKeys((keys) => {
    const present = new Set(keys);
    const lists = Object.entries(names).map(([fact, list]) => [fact, list?.filter((name) => present.has(name))]);
    return Object.fromEntries(lists) as Present<T>;
  });
}

type Present<T> = { readonly [fact in keyof T]: Names };
