import { isObject, patch } from '@tracewright/instrumentation-core';
import { type Method, withMethod } from './patched-class.ts';

const hiddenIds = new WeakMap<object, unknown>();

/** The id of a LangChain run manager, hidden or not. */
export function runIdOf(runManager: unknown): unknown {
  if (!isObject(runManager)) return undefined;
  return hiddenIds.get(runManager) ?? ('runId' in runManager ? runManager.runId : undefined);
}

/**
 * LangChain names messages after their run (`run-…`) where their provider gave them no id. Without us there would be no
 * run manager, and no such id in what the app gets. So the managers of chat models whose runs only `handler` sees show
 * no id; the handler gets it all the same.
 */
export function hideRunIds(managerPrototype: object, handler: unknown): () => void {
  const target = withMethod(managerPrototype, 'handleChatModelStart');
  if (target === undefined) return () => {};
  return patch(
    target,
    'handleChatModelStart',
    (original) =>
      function (...args) {
        const started = original.apply(this, args);
        if (!isOnlyHandler(this, handler) || !(started instanceof Promise)) return started;
        return started.then((managers: unknown) => (Array.isArray(managers) ? managers.map(withoutId) : managers));
      },
  );
}

function isOnlyHandler(manager: unknown, handler: unknown): boolean {
  if (!isObject(manager) || !('handlers' in manager) || !Array.isArray(manager.handlers)) return false;
  return manager.handlers.length === 1 && manager.handlers[0] === handler;
}

/** The same manager without an id. Its methods go on working with the real one. */
function withoutId(manager: unknown): unknown {
  if (!isObject(manager) || !('runId' in manager)) return manager;
  const shown = Object.create(manager, { runId: { value: undefined, enumerable: true, writable: true } }) as object;
  for (const name of [
    'handleLLMNewToken',
    'handleChatModelStreamEvent',
    'handleLLMError',
    'handleLLMEnd',
    'handleText',
  ]) {
    const method = (manager as Record<string, unknown>)[name];
    if (typeof method !== 'function') continue;
    Object.defineProperty(shown, name, { value: (method as Method).bind(manager), configurable: true, writable: true });
  }
  hiddenIds.set(shown, manager.runId);
  return shown;
}
