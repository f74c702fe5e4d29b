import { type Context, createContextKey, context as otelContext, trace } from '@opentelemetry/api';
import type { Run } from './run.ts';

const RUN = createContextKey('tracewright langchain run');

/** Marks a context, and all that are made from it, as inside a run. */
export function withRun(context: Context, run: Run): Context {
  return context.setValue(RUN, run);
}

/** The innermost run that a context was made in. It may have ended. */
export function runIn(context: Context): Run | undefined {
  return context.getValue(RUN) as Run | undefined;
}

/**
 * Where the run's work and its children belong: the active context if it was made inside the run, so that a user's own
 * span becomes the parent, else the run's.
 */
export function contextOf(run: Run): Context {
  const active = otelContext.active();
  if (runIn(active) !== run) return run.context;
  // Inside the run somebody may have started a new trace: that does not descend from the run.
  return trace.getSpanContext(active)?.traceId === trace.getSpanContext(run.context)?.traceId ? active : run.context;
}
