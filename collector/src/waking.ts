import type { Sleeper } from './sleeper.ts';

/** The same store, which wakes work once something of these methods is done. */
export function waking<Store extends object>(
  store: Store,
  changing: readonly (keyof Store)[],
  sleeper: Pick<Sleeper, 'wake'>,
): Store {
  return new Proxy(store, {
    get(_, name) {
      const method: unknown = Reflect.get(store, name);
      if (typeof method !== 'function') return method;
      if (!changing.includes(name as keyof Store)) return method.bind(store) as unknown;
      return async (...given: readonly unknown[]) => {
        const done: unknown = await Reflect.apply(method, store, given);
        sleeper.wake();
        return done;
      };
    },
  });
}
