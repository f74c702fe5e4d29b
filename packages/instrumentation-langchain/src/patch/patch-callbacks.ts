import { isObject, patch } from '@tracewright/instrumentation-core';
import type { RunHandler } from '../run/run-handler.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import type { BriefSerialization } from './brief-serialization.ts';
import { hideParent } from './hidden-parents.ts';
import { handsConfigsOn } from './hide-manager.ts';
import type { LabelsToAdd } from './manager-labels.ts';
import { exported, withMethod } from './patched-class.ts';
import { type Manager, quietManagers } from './quiet-managers.ts';
import { sharedStarts } from './shared-starts.ts';

/** On a callback manager's class: somebody (a copy of this package, even) has patched it. */
const PATCHED: unique symbol = Symbol.for('tracewright.langchain.patched');

interface ConfigurableClass {
  readonly prototype: object;
  _configureSync(inheritable: unknown, local: unknown, ...rest: unknown[]): unknown;
}

/** One recorder behind two handlers, so that a manager tells by its handler why it exists. */
export interface SharedHandlers {
  /** In managers that LangChain makes only because of us: without us there would be none. */
  readonly alone: RunHandler;
  /** In managers that the app, or another tracer, has made. */
  readonly beside: RunHandler;
}

/**
 * Adds a handler to every callback manager of this copy of `@langchain/core`. The app's own handlers keep their places
 * before it.
 *
 * @param module `@langchain/core/callbacks/manager`
 * @param serialization told before the quiet managers' runnables are asked for their JSON
 * @returns the way back, or undefined if this class was patched before or is not what we know.
 */
export function patchCallbacks(
  module: unknown,
  handlers: SharedHandlers,
  serialization: BriefSerialization,
  recorder: RunRecorder,
): (() => void) | undefined {
  const target = withMethod(exported(module, 'CallbackManager'), '_configureSync') as
    | (Record<symbol, unknown> & ConfigurableClass)
    | undefined;
  if (target === undefined || target[PATCHED] !== undefined) return undefined;
  const undoStarts = sharedStarts(target.prototype, recorder);
  const quiet = quietManagers(module, handlers.alone, serialization);
  const hasOurs = (list: readonly unknown[]) => list.includes(handlers.alone) || list.includes(handlers.beside);
  const undoConfigure = patch(
    target,
    '_configureSync',
    (original) =>
      function (this: unknown, inheritable, local, ...rest) {
        const added = rest as LabelsToAdd;
        const isFirst = isNothing(inheritable) && isNothing(local);
        // What LangChain would look for besides (variables of the environment that switch other tracers on, five for
        // each step) it looked for when the run began.
        if (!isFirst && isNothing(local) && !handsConfigsOn() && !isVerbose(rest) && quiet?.isInRun(inheritable))
          return quiet.child(inheritable, added);
        if (isFirst && quiet !== undefined && recorder.isEnabled) {
          const others = original.call(this, inheritable, local, ...rest);
          if (others === undefined) return quiet.root(added);
        }
        // Given to the original, so that it also puts the app's tags and metadata into a manager made for us alone.
        const manager = original.call(this, isFirst ? [handlers.alone] : inheritable, local, ...rest) as
          | Manager
          | undefined;
        // A manager that came from outside is copied by the original: this one is ours to change.
        if (manager !== undefined && manager !== inheritable) {
          if (!hasOurs(manager.handlers)) manager.addHandler(handlers.beside, true);
          hideParent(manager, recorder.runs);
        }
        return manager;
      },
  );
  Object.defineProperty(target, PATCHED, { value: true, configurable: true });
  return () => {
    undoConfigure();
    for (const undo of undoStarts.reverse()) undo();
    delete target[PATCHED];
  };
}

/** A step that writes what it does to the console, which LangChain does by a handler. The options come last. */
function isVerbose(rest: readonly unknown[]): boolean {
  const options = rest[4];
  return isObject(options) && 'verbose' in options && options.verbose === true;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
