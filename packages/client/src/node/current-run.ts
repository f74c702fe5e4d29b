import { AsyncLocalStorage } from 'node:async_hooks';
import { CONTEXT_KEY } from '@tracewright/schema';
import type { NodeRun } from './node-run.ts';

type Api = typeof import('@opentelemetry/api');

const storage = new AsyncLocalStorage<NodeRun>();
let loaded: Promise<Api | undefined> | undefined;
let api: Api | undefined;

/** The run inside of which this is called. */
export function currentRun(): NodeRun | undefined {
  return storage.getStore();
}

/**
 * Does work inside of a run. Traces that begin there are put down to it, where OpenTelemetry is installed: see
 * `loadOpenTelemetry`.
 */
export function withinRun<T>(run: NodeRun, work: () => T): T {
  return storage.run(run, () => {
    if (api === undefined) return work();
    const { context } = api;
    return context.with(context.active().setValue(CONTEXT_KEY.trackingRun, run.id), work);
  });
}

/**
 * Resolves once OpenTelemetry's context can carry a run. Neither of its packages has to be there; without them nobody
 * traces.
 */
export async function loadOpenTelemetry(): Promise<void> {
  loaded ??= load();
  api = await loaded;
}

async function load(): Promise<Api | undefined> {
  try {
    const { context, createContextKey, ROOT_CONTEXT, ...rest } = await import('@opentelemetry/api');
    const probe = createContextKey('tracewright.context_manager_probe');
    // Asking the API to register would print an error where one exists.
    const isCarried = context.with(ROOT_CONTEXT.setValue(probe, true), () => context.active().getValue(probe));
    if (isCarried !== true) {
      // Tracing may begin only inside of the run: it finds this one in place then.
      const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
      context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    }
    return { context, createContextKey, ROOT_CONTEXT, ...rest };
  } catch {
    return undefined;
  }
}
