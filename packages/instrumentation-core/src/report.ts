import { diag } from '@opentelemetry/api';

/** Tells OTel's diagnostic logger. That logger is the app's: where it throws, nobody is told. */
export function report(level: 'error' | 'warn' | 'debug', message: string, ...details: readonly unknown[]): void {
  try {
    diag[level](message, ...details);
  } catch {
    // There is no one left to tell.
  }
}
