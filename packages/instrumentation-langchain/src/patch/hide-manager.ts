import { isObject, own } from '@tracewright/instrumentation-core';
import type { Run } from '../run/run.ts';
import { RunHandler } from '../run/run-handler.ts';

/** Where LangChain keeps the config of the run around a call, once something such as LangGraph has set it up. */
const IMPLICIT_CONFIG = Symbol.for('ls:tracing_async_local_storage');

/**
 * Arguments of a function of the app's as they would be without us: where the run manager exists because of us alone,
 * there would be none, and no callbacks in the config. Runs that the function starts find their parent by the active
 * context all the same.
 *
 * Left as they are where LangChain itself hands configs on from run to run: it would hand on an outer one instead. The
 * name of the run, which LangChain takes out of the config where there are callbacks and hands on to every step where
 * there are none, is put back: the outermost one wins.
 *
 * @param run the run that the function belongs to
 * @param managerAt position of the run manager
 * @param configAt position of the config
 */
export function withoutOurManager(run: Run, args: unknown[], managerAt: number, configAt: number): unknown[] {
  if (handsConfigsOn() || !isOurs(args[managerAt])) return args;
  const shown = [...args];
  shown[managerAt] = undefined;
  const config = args[configAt];
  if (!isObject(config)) return shown;
  const { callbacks, ...visible } = config as Record<string, unknown>;
  if (callbacks !== undefined && !isOurs(callbacks)) visible.callbacks = callbacks;
  if (run.runName !== undefined) {
    visible.runName = run.runName;
    run.showsRunName = true;
  }
  shown[configAt] = visible;
  return shown;
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
