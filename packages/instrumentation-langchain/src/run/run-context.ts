import { type Attributes, type Context, createContextKey, context as otelContext, trace } from '@opentelemetry/api';
import { contextWith } from '@tracewright/instrumentation-core';
import { CONTEXT_KEY } from '@tracewright/schema';
import type { Run } from './run.ts';
import { NOBODY } from './run-labels.ts';
import { SLOT } from './run-slot.ts';

const RUN = createContextKey('tracewright langchain run');

const RUN_KEYS: readonly symbol[] = [RUN, SLOT, CONTEXT_KEY.modelRun, CONTEXT_KEY.inherited];

/**
 * Marks a context, and all that are made from it, as inside a run. Who the run is for goes on to all steps in it; the
 * slot and the model run outside of it are not theirs.
 */
export function withRun(context: Context, run: Run, who: Attributes): Context {
  const inherited = context.getValue(CONTEXT_KEY.inherited) as Attributes | undefined;
  return contextWith(context, RUN_KEYS, [
    run,
    undefined,
    undefined,
    who === NOBODY ? inherited : { ...inherited, ...who },
  ]);
}

/** The innermost run that a context was made in. It may have ended. */
export function runIn(context: Context): Run | undefined {
  return context.getValue(RUN) as Run | undefined;
}

/**
 * Where the run's work and its children belong: the active context if it was made inside the run, so that a user's own
 * span becomes the parent, else the run's.
 */
export function contextOf(run: Run, active: Context = otelContext.active()): Context {
  if (runIn(active) !== run) return run.context;
  // Inside the run somebody may have started a new trace: that does not descend from the run.
  return trace.getSpanContext(active)?.traceId === trace.getSpanContext(run.context)?.traceId ? active : run.context;
}
