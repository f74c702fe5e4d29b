import { ApiError } from '../errors.ts';
import { currentAccess } from './access-context.ts';
import { mayAll } from './rights.ts';

/**
 * A store of what the collector does by itself with everything in a workspace, and may send elsewhere: it is shown to
 * those who see every experiment, and changed by those who may change every one. Somebody else could let the collector
 * look where they may not.
 *
 * @param reading Methods that only read; all others change something.
 */
export function forWholeWorkspace<Store extends object>(
  store: Store,
  what: string,
  reading: readonly (keyof Store)[],
): Store {
  return new Proxy(store, {
    get(_, name) {
      const method: unknown = Reflect.get(store, name);
      if (typeof method !== 'function') return method;
      const action = reading.includes(name as keyof Store) ? 'read' : 'edit';
      return (...given: readonly unknown[]) => {
        if (!mayAll(currentAccess().experiments, action)) {
          throw new ApiError(
            'PERMISSION_DENIED',
            `${what} are about every experiment: you may not ${action} all of them`,
          );
        }
        return Reflect.apply(method, store, given) as unknown;
      };
    },
  });
}
