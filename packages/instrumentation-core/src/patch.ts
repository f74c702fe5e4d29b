/**
 * Replaces `target[name]` and returns the way back. Undoing twice is harmless; where somebody patched after us their
 * function stays in place, which is why every wrapper must also ask whether it is still enabled.
 */
export function patch<T extends object, K extends keyof T>(
  target: T,
  name: K,
  wrap: (original: T[K]) => T[K],
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const original = target[name];
  const patched = wrap(original);
  if (typeof original === 'function' && typeof patched === 'function') nameLike(patched, original);
  // Keeps the property as enumerable as it was, so that nobody who lists the prototype sees a difference.
  Object.defineProperty(target, name, {
    configurable: true,
    writable: true,
    enumerable: own?.enumerable ?? false,
    value: patched,
  });
  return () => {
    if (Object.getOwnPropertyDescriptor(target, name)?.value !== patched) return;
    if (own) Object.defineProperty(target, name, own);
    else delete target[name];
  };
}

/** Gives a wrapper its original's name and number of parameters: what prints or counts them sees no difference. */
function nameLike(wrapper: object, original: object): void {
  for (const key of ['name', 'length']) {
    const own = Object.getOwnPropertyDescriptor(original, key);
    if (own !== undefined) Object.defineProperty(wrapper, key, own);
  }
}
