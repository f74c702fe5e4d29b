import { patch } from '@tracewright/instrumentation-core';
import type { RunHandler } from '../run/run-handler.ts';
import { withMethod } from './patched-class.ts';

/** On a callback manager's class: somebody (a copy of this package, even) has patched it. */
const PATCHED: unique symbol = Symbol.for('tracewright.langchain.patched');

/** What a callback manager offers; see `@langchain/core/callbacks/manager`. */
interface Manager {
  readonly handlers: readonly unknown[];
  addHandler(handler: unknown, inherit?: boolean): void;
}

/**
 * Adds the handler to every callback manager of this copy of `@langchain/core`. The app's own handlers keep their
 * places before it.
 *
 * @returns the way back, or undefined if this class was patched before or is not what we know.
 */
export function patchCallbacks(managerClass: unknown, handler: RunHandler): (() => void) | undefined {
  const target = withMethod(managerClass, '_configureSync') as (Record<symbol, unknown> & ManagerClass) | undefined;
  if (target === undefined || target[PATCHED] !== undefined) return undefined;
  const undo = patch(
    target,
    '_configureSync',
    (original) =>
      function (this: unknown, inheritable, ...rest) {
        // Given to the original, so that it also puts the app's tags and metadata into a manager made for us alone.
        const given = isList(inheritable) ? withHandler(inheritable ?? [], handler) : inheritable;
        const manager = original.call(this, given, ...rest) as Manager | undefined;
        // A manager that came from outside is copied by the original: this one is ours to change.
        if (manager !== undefined && manager !== inheritable && !manager.handlers.includes(handler)) {
          manager.addHandler(handler, true);
        }
        return manager;
      },
  );
  Object.defineProperty(target, PATCHED, { value: true, configurable: true });
  return () => {
    undo();
    delete target[PATCHED];
  };
}

interface ManagerClass {
  _configureSync(inheritable: unknown, ...rest: unknown[]): unknown;
}

function isList(value: unknown): value is readonly unknown[] | null | undefined {
  return value === undefined || value === null || Array.isArray(value);
}

function withHandler(handlers: readonly unknown[], handler: RunHandler): readonly unknown[] {
  return handlers.includes(handler) ? handlers : [...handlers, handler];
}
