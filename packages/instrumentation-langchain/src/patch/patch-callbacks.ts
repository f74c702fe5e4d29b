import { isObject, own, patch } from '@tracewright/instrumentation-core';
import type { RunHandler } from '../run/run-handler.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import { directEvents } from './direct-events.ts';
import { hideParent } from './hidden-parents.ts';
import { handsConfigsOn, isOurs } from './hide-manager.ts';
import { exported, withMethod } from './patched-class.ts';
import { sharedStarts } from './shared-starts.ts';

/** On a callback manager's class: somebody (a copy of this package, even) has patched it. */
const PATCHED: unique symbol = Symbol.for('tracewright.langchain.patched');

/** What a callback manager offers; see `@langchain/core/callbacks/manager`. */
interface Manager {
  readonly handlers: readonly unknown[];
  _parentRunId?: unknown;
  copy(handlers?: readonly unknown[], inherit?: boolean): Manager;
  addTags(tags: unknown, inherit?: boolean): void;
  addMetadata(metadata: unknown, inherit?: boolean): void;
  addHandler(handler: unknown, inherit?: boolean): void;
}

interface ManagerClass {
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
 * @returns the way back, or undefined if this class was patched before or is not what we know.
 */
export function patchCallbacks(
  module: unknown,
  handlers: SharedHandlers,
  recorder: RunRecorder,
): (() => void) | undefined {
  const target = withMethod(exported(module, 'CallbackManager'), '_configureSync') as
    | (Record<symbol, unknown> & ManagerClass)
    | undefined;
  if (target === undefined || target[PATCHED] !== undefined) return undefined;
  const hasOurs = (list: readonly unknown[]) => list.includes(handlers.alone) || list.includes(handlers.beside);
  const undoConfigure = patch(
    target,
    '_configureSync',
    (original) =>
      function (this: unknown, inheritable, local, ...rest) {
        const isChild = !handsConfigsOn() && isNothing(local);
        if (isChild && isManagerInRun(inheritable) && isOurs(inheritable) && !isVerbose(rest))
          return childOf(inheritable, rest);
        // Given to the original, so that it also puts the app's tags and metadata into a manager made for us alone.
        const given = isNothing(inheritable) && isNothing(local) ? [handlers.alone] : inheritable;
        const manager = original.call(this, given, local, ...rest) as Manager | undefined;
        // A manager that came from outside is copied by the original: this one is ours to change.
        if (manager !== undefined && manager !== inheritable && !hasOurs(manager.handlers)) {
          manager.addHandler(handlers.beside, true);
        }
        if (manager !== undefined && manager !== inheritable) hideParent(manager, recorder.runs);
        return manager;
      },
  );
  const undoEvents = [...sharedStarts(target.prototype, recorder), ...directEvents(module)];
  Object.defineProperty(target, PATCHED, { value: true, configurable: true });
  return () => {
    for (const undo of undoEvents.reverse()) undo();
    undoConfigure();
    delete target[PATCHED];
  };
}

function isManagerInRun(value: unknown): value is Manager {
  return isObject(value) && '_parentRunId' in value && value._parentRunId !== undefined && 'copy' in value;
}

/**
 * The manager of a step inside a run that nobody else listens to, as LangChain makes it. What it would look for besides
 * (variables of the environment that switch other tracers on, five for each step) it looked for when the run began.
 */
function childOf(parent: Manager, [tags, localTags, metadata, localMetadata]: readonly unknown[]): Manager {
  const manager = parent.copy(undefined, false);
  if (tags) manager.addTags(tags);
  if (localTags) manager.addTags(localTags, false);
  if (metadata) manager.addMetadata(metadata);
  if (localMetadata) manager.addMetadata(localMetadata, false);
  return manager;
}

/** A step that writes what it does to the console, which LangChain does by a handler. The options come last. */
function isVerbose([, , , , options]: readonly unknown[]): boolean {
  return own(options, 'verbose') === true;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}
