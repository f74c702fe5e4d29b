import { AsyncLocalStorage } from 'node:async_hooks';
import { ApiError } from './errors.ts';

const storage = new AsyncLocalStorage<() => AbortSignal>();

/**
 * Aborted once nobody waits any more for what is being answered. Undefined where that does not matter: in work of the
 * collector's own, and in requests that change something.
 */
export function askerSignal(): AbortSignal | undefined {
  return storage.getStore()?.();
}

/** Runs what answers somebody, whatever it begins and waits for included. @param signal asked for where it is needed */
export function forAsker<T>(signal: () => AbortSignal, work: () => T): T {
  return storage.run(signal, work);
}

/** Runs what others wait for as well, or will: it goes on when whoever began it has gone. */
export function forOthersToo<T>(work: () => T): T {
  return storage.exit(work);
}

/** To be called before each part of something long. @throws ApiError if nobody waits for it any more. */
export function requireAsker(signal: AbortSignal | undefined = askerSignal()): void {
  if (signal?.aborted) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'whoever asked has gone');
}
