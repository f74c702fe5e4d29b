import { type Context, context, type Span, type SpanOptions, type Tracer, trace } from '@opentelemetry/api';

/**
 * `startActiveSpan` for a tracer of ours, by way of its `startSpan`.
 *
 * @param rest options and context, either of which may be missing or nothing, and then the function to run
 */
export function startActiveSpan<R>(tracer: Tracer, name: string, rest: readonly unknown[]): R {
  const work = rest.at(-1) as (span: Span) => R;
  const options = rest.length > 1 ? ((rest[0] as SpanOptions | null | undefined) ?? {}) : {};
  const parent = (rest.length > 2 ? (rest[1] as Context | null | undefined) : undefined) ?? context.active();
  const span = tracer.startSpan(name, options, parent);
  return context.with(trace.setSpan(parent, span), work, undefined, span);
}
