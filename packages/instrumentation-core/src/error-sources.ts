/** Errors as objects, with the trace in which each was written down last. */
const recorded = new WeakMap<object, string>();

/**
 * Tells whether an error comes up in a trace for the first time, and remembers it: on its way out it passes the steps
 * around its source, each of which fails by it. A value that is no object cannot be told from its equals, and always
 * counts as new.
 */
export function isSourceOf(error: unknown, traceId: string): boolean {
  if (typeof error !== 'object' || error === null) return true;
  if (recorded.get(error) === traceId) return false;
  recorded.set(error, traceId);
  return true;
}
