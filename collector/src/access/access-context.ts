import { AsyncLocalStorage } from 'node:async_hooks';
import type { Access } from './access.ts';

const storage = new AsyncLocalStorage<Access>();

/**
 * What whoever is being answered may see. The wrapped stores ask for it with every call; work of the collector's own
 * goes to the stores themselves.
 *
 * @throws Error outside of a request: nobody is to see anything by mistake.
 */
export function currentAccess(): Access {
  const access = storage.getStore();
  if (access === undefined) throw new Error('stores of requests were asked outside of a request');
  return access;
}

/** Runs what answers a request, whatever it begins and waits for included. */
export function withAccess<T>(access: Access, work: () => T): T {
  return storage.run(access, work);
}
