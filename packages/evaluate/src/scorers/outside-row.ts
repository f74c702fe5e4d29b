import { type Context, context, createContextKey, type SpanContext, trace } from '@opentelemetry/api';
import { CONTEXT_KEY } from '@tracewright/schema';

const ROW = createContextKey('tracewright.scored_row');

/**
 * Runs a scorer of a row. What it calls is no part of what the row took, nor of the run: models that a scorer asks have
 * traces of their own.
 */
export function outsideRow<T>(row: SpanContext, work: () => T): T {
  const outer = trace.deleteSpan(context.active());
  const outside = Object.values(CONTEXT_KEY).reduce<Context>((inner, key: symbol) => inner.deleteValue(key), outer);
  return context.with(outside.setValue(ROW, row), work);
}

/** The span of the row that the scorer is judging that this is called in, for links to it. */
export function scoredRow(): SpanContext | undefined {
  return context.active().getValue(ROW) as SpanContext | undefined;
}
