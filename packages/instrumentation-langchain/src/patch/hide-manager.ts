import { isObject, own } from '@tracewright/instrumentation-core';
import type { Run } from '../run/run.ts';
import { RunHandler } from '../run/run-handler.ts';

/** Where LangChain keeps the config of the run around a call, once something such as LangGraph has set it up. */
const IMPLICIT_CONFIG = Symbol.for('ls:tracing_async_local_storage');

/**
 * Arguments of a function of the app's as they would be without us: managers without our handler, and none where one
 * exists because of us alone. Runs that the function starts find their parent by the manager, else by the active
 * context.
 *
 * @param run the run that the function belongs to
 * @param managerAt position of the run manager
 * @param configAt position of the config, if it gets one
 */
export function withoutOurManager(run: Run, args: unknown[], managerAt: number, configAt?: number): unknown[] {
  const manager = args[managerAt];
  const shownManager = withoutUs(manager);
  if (shownManager === manager) return args;
  const shown = [...args];
  shown[managerAt] = shownManager;
  if (configAt === undefined) return shown;
  const config = args[configAt];
  if (isObject(config))
    shown[configAt] = shownManager === undefined ? shownConfig(run, config) : configWithoutUs(config);
  return shown;
}

/**
 * The config that a function gets where nobody listens but us. The name of the run is put back: LangChain takes it out of
 * the config where there are callbacks, and hands it on to every step where there are none.
 */
export function shownConfig(run: Run, config: object): object {
  const shown = configWithoutUs(config);
  if ('callbacks' in shown || run.runName === undefined) return shown;
  run.showsRunName = true;
  return { ...shown, runName: run.runName };
}

/** A config as it would be without us; the same where it is that already. */
export function configWithoutUs(config: object): object {
  const manager = own(config, 'callbacks');
  const shown = withoutUs(manager);
  if (shown === manager) return config;
  const { callbacks: _, ...rest } = config as Record<string, unknown>;
  return shown === undefined ? rest : { ...config, callbacks: shown };
}

/** A callback manager or run manager without our handler; undefined for one that there would not be. */
function withoutUs(manager: unknown): unknown {
  if (isOurs(manager)) return undefined;
  const handlers = own(manager, 'handlers');
  if (!isObject(manager) || !Array.isArray(handlers) || !handlers.some(isOurHandler)) return manager;
  const shown = Object.assign(Object.create(Object.getPrototypeOf(manager) as object) as object, manager);
  const inheritable = own(manager, 'inheritableHandlers');
  return Object.assign(shown, {
    handlers: handlers.filter((handler) => !isOurHandler(handler)),
    inheritableHandlers: Array.isArray(inheritable) ? inheritable.filter((handler) => !isOurHandler(handler)) : [],
  });
}

function isOurHandler(handler: unknown): boolean {
  return handler instanceof RunHandler;
}

/** True once LangChain's own `AsyncLocalStorage` is set up, by LangGraph or the app. */
export function handsConfigsOn(): boolean {
  return IMPLICIT_CONFIG in globalThis;
}

/** True for managers that exist because of us alone. */
export function isOurs(manager: unknown): boolean {
  const handlers = own(manager, 'handlers');
  if (!Array.isArray(handlers) || handlers.length !== 1) return false;
  return handlers[0] instanceof RunHandler && handlers[0].isAlone;
}
