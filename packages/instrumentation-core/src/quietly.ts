import { diag } from '@opentelemetry/api';

/** Runs tracing code inside a user's call: a failure is logged, never thrown. Returns undefined if it failed. */
export function quietly<T>(what: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    diag.warn(`tracewright: ${what} failed; the call itself is untouched`, error);
    return undefined;
  }
}
