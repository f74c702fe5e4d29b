import { diag, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';

/** A status as a span keeps it: with a message where it is an error that has one. */
export function keptStatus({ code, message }: SpanStatus): SpanStatus {
  if (code !== SpanStatusCode.ERROR || message === undefined || message === null) return { code };
  if (typeof message === 'string') return { code, message };
  diag.warn(`Dropping invalid status.message of type '${typeof message}', expected 'string'`);
  return { code };
}
