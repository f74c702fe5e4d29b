import type { PackageCopy } from '@tracewright/instrumentation-core';
import { quietly } from '@tracewright/instrumentation-core';

/**
 * Modules of one copy of `@langchain/core`, as `import * as name from '@langchain/core/…'` gives them. Only the first
 * is necessary; each of the others adds its part to the trace.
 */
export interface LangChainModules {
  /** `@langchain/core/callbacks/manager`: without it nothing is traced. */
  readonly callbacksManager: unknown;
  /** `@langchain/core/singletons`: the app's own spans inside lambdas and tools find their parents. */
  readonly singletons?: unknown;
  /** `@langchain/core/language_models/chat_models`: provider calls belong to the model's step. */
  readonly chatModels?: unknown;
  /** `@langchain/core/language_models/llms`: the same for models that take text. */
  readonly llms?: unknown;
  /** `@langchain/core/runnables`: streams that the app leaves end their steps. */
  readonly runnables?: unknown;
  /** `@langchain/core/tools`: names of tools, and the app's own spans inside tool classes. */
  readonly tools?: unknown;
  /** `@langchain/core/retrievers`: what a retriever calls belongs to its step. */
  readonly retrievers?: unknown;
  /** `@langchain/core/vectorstores`: the embeddings that vector stores ask for are steps. */
  readonly vectorStores?: unknown;
  /** `@langchain/core/messages`: what is answered in place of a model has the app's own classes. */
  readonly messages?: unknown;
  /** `@langchain/core/outputs`: the same for the pieces of a stream. */
  readonly outputs?: unknown;
  /** LangChain's `dist/singletons/callbacks`: spans of handlers that it calls in the background find their parents. */
  readonly callbacksQueue?: unknown;
  /** LangGraph's `dist/utils`: functions that are nodes of graphs see their config as it is without tracing. */
  readonly graphFunctions?: unknown;
  /** `@langchain/core/utils/async_caller`: calls that wait in a queue keep their place in the tree. */
  readonly asyncCaller?: unknown;
}

/** Where the modules stand inside the package, without extension: the same in 0.3 and 1.x. */
const FILES: Readonly<Record<Exclude<keyof LangChainModules, 'graphFunctions'>, string>> = {
  callbacksManager: 'dist/callbacks/manager',
  singletons: 'dist/singletons/index',
  callbacksQueue: 'dist/singletons/callbacks',
  chatModels: 'dist/language_models/chat_models',
  llms: 'dist/language_models/llms',
  runnables: 'dist/runnables/index',
  tools: 'dist/tools/index',
  retrievers: 'dist/retrievers/index',
  vectorStores: 'dist/vectorstores',
  messages: 'dist/messages/index',
  outputs: 'dist/outputs',
  asyncCaller: 'dist/utils/async_caller',
};

/** The modules of a copy that is installed as a package. A file that is not there is left out and reported. */
export function modulesOf(copy: PackageCopy): LangChainModules {
  const load = (name: keyof typeof FILES): unknown => loadFile(copy, '@langchain/core', FILES[name]);
  return {
    callbacksManager: load('callbacksManager'),
    singletons: load('singletons'),
    callbacksQueue: load('callbacksQueue'),
    chatModels: load('chatModels'),
    llms: load('llms'),
    runnables: load('runnables'),
    tools: load('tools'),
    retrievers: load('retrievers'),
    vectorStores: load('vectorStores'),
    messages: load('messages'),
    outputs: load('outputs'),
    asyncCaller: load('asyncCaller'),
  };
}

/** What a copy of `@langchain/langgraph` calls nodes with. */
export function graphFunctionsOf(copy: PackageCopy): unknown {
  return loadFile(copy, '@langchain/langgraph', 'dist/utils');
}

function loadFile(copy: PackageCopy, packageName: string, file: string): unknown {
  const path = file + (copy.format === 'esm' ? '.js' : '.cjs');
  return quietly(`loading ${file} of ${packageName} ${copy.version}`, () => copy.load(path));
}
