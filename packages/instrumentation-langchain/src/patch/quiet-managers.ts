import { randomUUID } from 'node:crypto';
import type { RunHandler } from '../run/run-handler.ts';
import type { BriefSerialization } from './brief-serialization.ts';
import { childLabels, type Labels, type LabelsToAdd, labelsWith, noLabels } from './manager-labels.ts';
import { exported, type Method } from './patched-class.ts';
import { quietRuns } from './quiet-runs.ts';

/** What callback managers and run managers have in common; see `@langchain/core/callbacks/manager`. */
export interface Managed extends Labels {
  handlers: readonly unknown[];
  inheritableHandlers: readonly unknown[];
  readonly _parentRunId: unknown;
}

/** A callback manager; see `@langchain/core/callbacks/manager`. */
export interface Manager extends Managed {
  copy(handlers?: readonly unknown[], inherit?: boolean): object;
  addHandler(handler: unknown, inherit?: boolean): void;
}

export type ManagerClass = new (parentRunId: unknown, options: Managed | object) => Manager;

/** Callback managers for runs that nobody hears of but us. */
export interface QuietManagers {
  /** For a run outside of all others. */
  root(added: LabelsToAdd): object;
  /** For a run inside another one, from the manager that was handed on to it. */
  child(manager: Manager, added: LabelsToAdd): object;
  /** True for a manager that a run has handed on, as long as no handler of the app's or of another tracer has joined. */
  isInRun(manager: unknown): manager is Manager;
}

/**
 * Makes LangChain's managers quiet: they are of LangChain's classes and can do all that those do, but tell our handler
 * at once. LangChain's way through its queue, with half a dozen promises for each event and copies of everything for
 * each step, is for handlers that take their time. A manager that another handler joins goes that way again.
 *
 * @param module `@langchain/core/callbacks/manager`
 * @returns undefined if its classes are not what we know
 */
export function quietManagers(
  module: unknown,
  handler: RunHandler,
  serialization: BriefSerialization,
): QuietManagers | undefined {
  const base = exported(module, 'CallbackManager') as ManagerClass | undefined;
  const isAlone = ({ handlers }: Managed) => handlers.length === 1 && handlers[0] === handler;
  const child = (parentRunId: unknown, from: Labels, tag: unknown) =>
    new QuietManager(parentRunId, childLabels(from, tag));
  const runs = quietRuns(module, handler, isAlone, child);
  if (base === undefined || runs === undefined) return undefined;

  class QuietManager extends base {
    constructor(parentRunId: unknown, { tags, inheritableTags, metadata, inheritableMetadata }: Labels) {
      const handlers = [handler];
      super(parentRunId, {
        handlers,
        inheritableHandlers: handlers,
        tags,
        inheritableTags,
        metadata,
        inheritableMetadata,
      });
    }

    override copy(handlers?: readonly unknown[], inherit?: boolean): object {
      if (!isAlone(this) || (handlers !== undefined && handlers.length > 0)) return super.copy(handlers, inherit);
      return new QuietManager(this._parentRunId, this);
    }

    /** Both lists are one here, and those of the runs that this manager has started. */
    override addHandler(added: unknown, inherit = true): void {
      this.handlers = [...this.handlers, added];
      if (inherit) this.inheritableHandlers = [...this.inheritableHandlers, added];
    }
  }

  const announce = (name: string, start: (manager: Managed, args: readonly unknown[]) => unknown) => {
    const original = (base.prototype as Record<string, Method>)[name];
    if (original === undefined) return;
    const quiet: Method = function (...args) {
      serialization.isExpected = false;
      const manager = this as Managed;
      return isAlone(manager) ? Promise.resolve(start(manager, args)) : original.apply(manager, args);
    };
    Object.defineProperty(QuietManager.prototype, name, {
      configurable: true,
      get(this: Managed): Method {
        if (!isAlone(this)) return original;
        serialization.isExpected = true;
        return quiet;
      },
      set(this: Managed, value: unknown) {
        Object.defineProperty(this, name, { configurable: true, enumerable: true, writable: true, value });
      },
    });
  };

  announce('handleChainStart', (manager, [chain, inputs, givenId, runType, , , name, , extra]) => {
    const id = idOf(givenId);
    const { _parentRunId, tags, metadata } = manager;
    handler.handleChainStart(chain, inputs, id, _parentRunId, tags, metadata, runType, name, extra);
    return runs.chain(id, manager);
  });
  announce('handleChatModelStart', (manager, [model, conversations, givenId, , params, , , name]) =>
    (conversations as readonly unknown[]).map((messages, i) => {
      const id = idOf(i === 0 ? givenId : undefined);
      const { _parentRunId, tags, metadata } = manager;
      handler.handleChatModelStart(model, [messages], id, _parentRunId, params, tags, metadata, name);
      return runs.model(id, manager);
    }),
  );
  announce('handleLLMStart', (manager, [model, prompts, givenId, , params, , , name]) =>
    (prompts as readonly unknown[]).map((prompt, i) => {
      const id = idOf(i === 0 ? givenId : undefined);
      const { _parentRunId, tags, metadata } = manager;
      handler.handleLLMStart(model, [prompt], id, _parentRunId, params, tags, metadata, name);
      return runs.model(id, manager);
    }),
  );
  announce('handleToolStart', (manager, [tool, input, givenId, , , , name, callId]) => {
    const id = idOf(givenId);
    const { _parentRunId, tags, metadata } = manager;
    handler.handleToolStart(tool, input, id, _parentRunId, tags, metadata, name, callId);
    return runs.tool(id, manager);
  });
  announce('handleRetrieverStart', (manager, [retriever, query, givenId, , , , name]) => {
    const id = idOf(givenId);
    const { _parentRunId, tags, metadata } = manager;
    handler.handleRetrieverStart(retriever, query, id, _parentRunId, tags, metadata, name);
    return runs.retriever(id, manager);
  });
  return {
    root: (added) => new QuietManager(undefined, labelsWith(noLabels(), added)),
    child: (manager, added) => new QuietManager(manager._parentRunId, labelsWith(manager, added)),
    isInRun: (manager): manager is Manager =>
      manager instanceof QuietManager && manager._parentRunId !== undefined && isAlone(manager),
  };
}

/** The id that the app gave to the run, or a new one. */
function idOf(given: unknown): string {
  return typeof given === 'string' && given !== '' ? given : randomUUID();
}
