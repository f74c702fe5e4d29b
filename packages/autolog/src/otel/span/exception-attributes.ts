import type { Attributes, Exception } from '@opentelemetry/api';
import { OTEL } from '@tracewright/schema';

/** What an exception event says; undefined where there is neither a type nor a message. */
export function exceptionAttributes(exception: Exception): Attributes | undefined {
  if (typeof exception === 'string') {
    return exception === '' ? undefined : { [OTEL.exceptionMessage]: exception };
  }
  const attributes: Attributes = {};
  // An app without types may throw, and record, nothing at all.
  const { code, name, message, stack } = exception ?? {};
  if (code) attributes[OTEL.exceptionType] = code.toString();
  else if (name) attributes[OTEL.exceptionType] = name;
  if (message) attributes[OTEL.exceptionMessage] = message;
  if (stack) attributes[OTEL.exceptionStacktrace] = stack;
  const saysWhat = attributes[OTEL.exceptionType] || attributes[OTEL.exceptionMessage];
  return saysWhat ? attributes : undefined;
}
