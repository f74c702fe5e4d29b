import { AsyncLocalStorage } from 'node:async_hooks';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { afterAll, beforeAll } from 'vitest';

const GLOBAL = Symbol.for('ls:tracing_async_local_storage');

/**
 * Sets LangChain's own `AsyncLocalStorage` up for the tests of one file, as loading LangGraph does for the whole
 * process, and takes it away again: files share a process.
 */
export function useImplicitConfig(): void {
  beforeAll(() => {
    AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());
  });
  afterAll(() => {
    Reflect.deleteProperty(globalThis, GLOBAL);
  });
}
