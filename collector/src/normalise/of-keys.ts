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
