import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LangChainModules } from './index.ts';

/**
 * The folder whose `@langchain/core` is tested: this package, which has the newest, or one of those in `versions/`,
 * which the runner names.
 */
const APP_FOLDER: string = resolve(process.env.TRACEWRIGHT_TEST_APP_FOLDER ?? join(import.meta.dirname, '..'));

const require = createRequire(join(APP_FOLDER, 'package.json'));

/** What the cases use of one copy of `@langchain/core`. */
export interface Core {
  readonly base: typeof import('@langchain/core/callbacks/base');
  readonly caches: typeof import('@langchain/core/caches');
  readonly messages: typeof import('@langchain/core/messages');
  readonly parsers: typeof import('@langchain/core/output_parsers');
  readonly prompts: typeof import('@langchain/core/prompts');
  readonly retrievers: typeof import('@langchain/core/retrievers');
  readonly runnables: typeof import('@langchain/core/runnables');
  readonly testing: typeof import('@langchain/core/utils/testing');
  readonly tools: typeof import('@langchain/core/tools');
  /** What is patched of it. */
  readonly patched: LangChainModules;
}

/** Where one of both will do: in `npm test`. Thorough runs, as those of versions are, have the other as well. */
const IS_ONE_ENOUGH = process.env.TRACEWRIGHT_THOROUGH === undefined;

const FROM_ESM = await coreWith((file) => import(pathToFileURL(file.replace(/\.cjs$/, '.js')).href));

/** Both copies: their classes have nothing in common, and the code around them is the same. */
export const COPIES: ReadonlyArray<readonly [format: string, core: Core]> = IS_ONE_ENOUGH
  ? [['ESM', FROM_ESM]]
  : [
      ['ESM', FROM_ESM],
      ['CommonJS', await coreWith(async (file) => require(file) as unknown)],
    ];

async function coreWith(load: (cjsFile: string) => Promise<unknown>): Promise<Core> {
  const module = async <T>(path: string): Promise<T> => (await load(require.resolve(`@langchain/core/${path}`))) as T;
  const runnables = await module<Core['runnables']>('runnables');
  const tools = await module<Core['tools']>('tools');
  const retrievers = await module<Core['retrievers']>('retrievers');
  return {
    base: await module('callbacks/base'),
    caches: await module('caches'),
    messages: await module('messages'),
    parsers: await module('output_parsers'),
    prompts: await module('prompts'),
    testing: await module('utils/testing'),
    runnables,
    tools,
    retrievers,
    patched: {
      callbacksManager: await module('callbacks/manager'),
      singletons: await module('singletons'),
      chatModels: await module('language_models/chat_models'),
      llms: await module('language_models/llms'),
      vectorStores: await module('vectorstores'),
      asyncCaller: await module('utils/async_caller'),
      runnables,
      tools,
      retrievers,
    },
  };
}
