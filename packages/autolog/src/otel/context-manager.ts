import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

const PROBE = createContextKey('tracewright.context_manager_probe');

/**
 * Registers OTel's context manager unless there is one. It is never taken away again: a set-up of the app that starts
 * later finds it in place and relies on it.
 */
export function ensureContextManager(): void {
  // Asking the API to register would print an error where one exists.
  const carried = context.with(ROOT_CONTEXT.setValue(PROBE, true), () => context.active().getValue(PROBE));
  if (carried !== true) context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}
