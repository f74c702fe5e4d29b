import { report } from './report.ts';

/** Runs tracing code inside a user's call: a failure is logged, never thrown. Returns undefined if it failed. */
export function quietly<T>(what: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    report('warn', `tracewright: ${what} failed; the call itself is untouched`, error);
    return undefined;
  }
}
