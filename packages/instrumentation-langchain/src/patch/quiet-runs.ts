import type { RunHandler } from '../run/run-handler.ts';
import { hideRunId, runIdOf } from './hide-run-ids.ts';
import { exported, type Method } from './patched-class.ts';
import type { Managed } from './quiet-managers.ts';

interface RunManager extends Managed {
  readonly runId: string | undefined;
}

/** A run manager of LangChain's. */
type RunManagerClass = new (
  id: string,
  handlers: readonly unknown[],
  inheritableHandlers: readonly unknown[],
  tags: readonly unknown[],
  inheritableTags: readonly unknown[],
  metadata: object,
  inheritableMetadata: object,
  parentRunId: unknown,
) => RunManager;

/** Makes the run manager of a run that a manager has started. */
type NewRun = (id: string, manager: Managed) => object;

/** Run managers for runs that nobody hears of but us. */
export interface QuietRuns {
  readonly chain: NewRun;
  readonly model: NewRun;
  readonly tool: NewRun;
  readonly retriever: NewRun;
}

type EventName = keyof RunHandler & `handle${string}`;

/** What every call gives back; promises of LangChain's give nothing either. */
const DONE = Promise.resolve();

/**
 * @param module `@langchain/core/callbacks/manager`
 * @param isAlone tells whether still nobody else has joined
 * @param child makes the manager that is handed on to what runs inside
 * @returns undefined if its classes are not what we know
 */
export function quietRuns(
  module: unknown,
  handler: RunHandler,
  isAlone: (manager: Managed) => boolean,
  child: (parentRunId: unknown, from: Managed, tag: unknown) => object,
): QuietRuns | undefined {
  const quiet = (className: string, events: readonly EventName[]): NewRun | undefined => {
    const base = exported(module, className) as RunManagerClass | undefined;
    if (base === undefined) return undefined;
    class QuietRun extends base {}
    const override = (name: string, event: (run: RunManager, args: readonly unknown[]) => unknown) => {
      const original = (base.prototype as unknown as Record<string, Method | undefined>)[name];
      if (original === undefined) return;
      const value: Method = function (...args) {
        const run = this as RunManager;
        return isAlone(run) ? event(run, args) : original.apply(run, args);
      };
      Object.defineProperty(QuietRun.prototype, name, { configurable: true, writable: true, value });
    };
    for (const name of events) {
      override(name, (run, [value, index, , , extra]) => {
        const tell = handler[name] as Method;
        const id = runIdOf(run);
        if (name === 'handleLLMNewToken') tell.call(handler, value, index, id);
        else tell.call(handler, value, id, run._parentRunId, run.tags, extra);
        return DONE;
      });
    }
    override('getChild', (run, [tag]) => child(run.runId, run, tag));
    return (
      id,
      { handlers, inheritableHandlers, tags, inheritableTags, metadata, inheritableMetadata, _parentRunId },
    ) =>
      new QuietRun(
        id,
        handlers,
        inheritableHandlers,
        tags,
        inheritableTags,
        metadata,
        inheritableMetadata,
        _parentRunId,
      );
  };
  const chain = quiet('CallbackManagerForChainRun', ['handleChainEnd', 'handleChainError']);
  const model = quiet('CallbackManagerForLLMRun', ['handleLLMNewToken', 'handleLLMEnd', 'handleLLMError']);
  const tool = quiet('CallbackManagerForToolRun', ['handleToolEnd', 'handleToolError']);
  const retriever = quiet('CallbackManagerForRetrieverRun', ['handleRetrieverEnd', 'handleRetrieverError']);
  if (chain === undefined || model === undefined || tool === undefined || retriever === undefined) return undefined;
  return { chain, model: (id, manager) => hideRunId(model(id, manager)), tool, retriever };
}
