import { randomUUID } from 'node:crypto';
import { patch, quietly } from '@tracewright/instrumentation-core';
import { RunHandler } from '../run/run-handler.ts';
import { hideRunId, runIdOf } from './hide-run-ids.ts';
import { exported, type Method, prototypeWith } from './patched-class.ts';

/** What callback managers and run managers have in common; see `@langchain/core/callbacks/manager`. */
interface Manager {
  readonly handlers: readonly unknown[];
  readonly inheritableHandlers: unknown;
  readonly tags: unknown;
  readonly inheritableTags: unknown;
  readonly metadata: unknown;
  readonly inheritableMetadata: unknown;
  readonly _parentRunId: unknown;
}

type ManagerClass = new (...args: unknown[]) => object;
type Handler = Readonly<Record<string, Method>>;

/** Ends that run managers announce, by class: called with what came of the run, and given the run's id by the manager. */
const ENDS = {
  CallbackManagerForChainRun: ['handleChainEnd', 'handleChainError'],
  CallbackManagerForLLMRun: ['handleLLMEnd', 'handleLLMError'],
  CallbackManagerForToolRun: ['handleToolEnd', 'handleToolError'],
  CallbackManagerForRetrieverRun: ['handleRetrieverEnd', 'handleRetrieverError'],
} as const;

/**
 * Hands the most frequent events straight to our handler where no other is there. LangChain's way through its queue,
 * with half a dozen promises for each event, is for handlers that take their time.
 *
 * @param module `@langchain/core/callbacks/manager`
 * @returns the ways back
 */
export function directEvents(module: unknown): (() => void)[] {
  const undo: (() => void)[] = [];
  const direct = (
    className: string,
    name: string,
    event: (handler: Handler, manager: Manager, args: unknown[]) => unknown,
  ) => {
    const target = prototypeWith(module, className, name);
    if (target === undefined) return;
    const wrap = (original: Method): Method =>
      function (...args) {
        const handler = onlyHandler(this);
        if (handler === undefined) return original.apply(this, args);
        return Promise.resolve(event(handler, this as Manager, args));
      };
    undo.push(patch(target, name, wrap));
  };

  for (const [className, names] of Object.entries(ENDS)) {
    for (const name of names) {
      direct(className, name, (handler, manager, [value, , , , extra]) => {
        quietly(name, () => handler[name]?.(value, runIdOf(manager), manager._parentRunId, manager.tags, extra));
      });
    }
  }
  direct('CallbackManagerForLLMRun', 'handleLLMNewToken', (handler, manager, [token, index]) => {
    quietly('a token', () => handler.handleLLMNewToken?.(token, index, runIdOf(manager)));
  });

  const chainRun = exported(module, 'CallbackManagerForChainRun') as ManagerClass | undefined;
  if (chainRun !== undefined) {
    direct('CallbackManager', 'handleChainStart', (handler, manager, args) => {
      const [chain, inputs, givenId, runType, , , name, , extra] = args;
      const id = givenId === undefined ? randomUUID() : givenId;
      const { _parentRunId, tags, metadata } = manager;
      quietly('starting a chain', () =>
        handler.handleChainStart?.(chain, inputs, id, _parentRunId, tags, metadata, runType, name, extra),
      );
      return runManager(chainRun, id, manager);
    });
  }
  const modelRun = exported(module, 'CallbackManagerForLLMRun') as ManagerClass | undefined;
  if (modelRun !== undefined) {
    direct('CallbackManager', 'handleChatModelStart', (handler, manager, args) => {
      const [model, conversations, givenId, , extraParams, , , name] = args;
      const { _parentRunId, tags, metadata } = manager;
      return (conversations as readonly unknown[]).map((messages, i) => {
        const id = i === 0 && givenId ? givenId : randomUUID();
        quietly('starting a chat model', () =>
          handler.handleChatModelStart?.(model, [messages], id, _parentRunId, extraParams, tags, metadata, name),
        );
        return hideRunId(runManager(modelRun, id, manager));
      });
    });
  }
  return undo;
}

function runManager(managerClass: ManagerClass, id: unknown, from: Manager): object {
  const { handlers, inheritableHandlers, tags, inheritableTags, metadata, inheritableMetadata, _parentRunId } = from;
  return new managerClass(
    id,
    handlers,
    inheritableHandlers,
    tags,
    inheritableTags,
    metadata,
    inheritableMetadata,
    _parentRunId,
  );
}

/** Our handler, in managers that exist because of us alone. */
function onlyHandler(manager: unknown): Handler | undefined {
  const { handlers } = manager as Partial<Manager>;
  const [handler] = Array.isArray(handlers) && handlers.length === 1 ? (handlers as readonly unknown[]) : [];
  return handler instanceof RunHandler && handler.isAlone ? (handler as unknown as Handler) : undefined;
}
