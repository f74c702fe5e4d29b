import { report } from './report.ts';

/** Runs tracing code inside a user's call: a failure is logged, never thrown. Returns undefined if it failed. */
export function quietly<T>(what: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    reportFailure(what, error);
    return undefined;
  }
}

/** Says what {@link quietly} would, for what is done too often to make a function for it. */
export function reportFailure(what: string, error: unknown): void {
  report('warn', `tracewright: ${what} failed; the call itself is untouched`, error);
}
