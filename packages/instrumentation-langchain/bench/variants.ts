import { OURS } from '../../instrumentation-openai/bench/variants.ts';

/** One way to trace an app, or none. */
export interface Variant {
  readonly name: string;
  /**
   * Sets tracing up before LangChain is loaded.
   *
   * @param require loads what the app would load
   * @returns sends everything that is pending
   */
  start(endpoint: string, require: NodeJS.Require): Promise<() => Promise<void>>;
}

type Managers = typeof import('@langchain/core/callbacks/manager');
type Handlers = typeof import('@langchain/core/callbacks/base');

/** The app as it is, with a handler that LangChain calls for nothing, and with us. */
export const VARIANTS: readonly Variant[] = [
  { name: 'unpatched', start: async () => async () => {} },
  { name: 'a handler that does nothing', start: startIdle },
  ...OURS,
];

/** What LangChain itself needs to tell a handler what happens: the others' handlers are added in the same way. */
async function startIdle(_endpoint: string, require: NodeJS.Require): Promise<() => Promise<void>> {
  const { CallbackManager } = require('@langchain/core/callbacks/manager') as Managers;
  const { BaseCallbackHandler } = require('@langchain/core/callbacks/base') as Handlers;
  const nothing = (): void => {};
  const idle = BaseCallbackHandler.fromMethods({
    handleChainStart: nothing,
    handleChainEnd: nothing,
    handleChatModelStart: nothing,
    handleLLMNewToken: nothing,
    handleLLMEnd: nothing,
  });
  idle.awaitHandlers = true;
  const original = CallbackManager._configureSync;
  CallbackManager._configureSync = function (inherited, ...rest) {
    return original.call(this, inherited ?? [idle], ...rest);
  };
  return async () => {};
}
