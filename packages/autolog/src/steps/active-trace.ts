import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { activeTracing } from '../active-tracing.ts';
import { TRACE_STEP } from './open-trace-step.ts';
import { INERT_STEP, type TraceStep } from './trace-step.ts';

/** Id of the trace that this code runs in, 32 hex digits; undefined outside of any, and without `autolog()`. */
export function getActiveTraceId(): string | undefined {
  if (activeTracing() === undefined) return undefined;
  const active = trace.getSpanContext(context.active());
  return active !== undefined && isSpanContextValid(active) ? active.traceId : undefined;
}

/** The step of `trace` or `traced` that this code runs in; outside of any, one on which nothing has an effect. */
export function activeStep(): TraceStep {
  return (context.active().getValue(TRACE_STEP) as TraceStep | undefined) ?? INERT_STEP;
}

/**
 * The page of a trace in the collector's viewer.
 *
 * @param traceId default: the active trace
 * @returns undefined where there is no such trace, and without `autolog()`.
 */
export function traceUrl(traceId: string | undefined = getActiveTraceId()): string | undefined {
  const active = activeTracing();
  return active && traceId && `${active.collectorUrl}/traces/${encodeURIComponent(traceId)}`;
}
