import { requireFull } from './require-access.ts';

/** A store whose methods are for those alone from whom nothing is kept. @param what names it in refusals */
export function forAdministrators<Store extends object>(store: Store, what: string): Store {
  return new Proxy(store, {
    get(_, name) {
      const method: unknown = Reflect.get(store, name);
      if (typeof method !== 'function') return method;
      return (...given: readonly unknown[]) => {
        requireFull(what);
        return Reflect.apply(method, store, given) as unknown;
      };
    },
  });
}
