import type { Context } from '@opentelemetry/api';
import { CONTEXT_KEY } from '@tracewright/schema';
import type { Step } from './step.ts';

/** How a stream ended: a value of `tracewright.stream.end`. */
export type StreamEnd = 'complete' | 'cancelled' | 'error' | 'abandoned';

/**
 * A framework's model run, put into the context of the provider calls that serve it. The provider's instrumentation
 * writes into the run's step instead of opening a second span, so that each token is counted on one span.
 *
 * The state goes `open → calling → served`, or back to `open` when the call failed and the framework may try again.
 * A provider call that finds another state than `open` gets a span of its own, as a child of the run.
 */
export interface ModelRun {
  /** The run's own step. The framework's instrumentation ends it, never the provider's. */
  readonly step: Step;
  state: 'open' | 'calling' | 'served';
  /**
   * True where one provider call serves several runs: it gets a span of its own, and sets `served`, which tells the
   * runs to leave usage out.
   */
  readonly isShared: boolean;
  /**
   * Set by the provider's instrumentation. The framework's calls it right before it ends the step, so that what came of
   * an answer that nobody read to its end is still written down.
   */
  beforeEnd?: ((end: StreamEnd) => void) | undefined;
}

/** The run that a provider call made in this context would serve. */
export function modelRunOf(context: Context): ModelRun | undefined {
  return context.getValue(CONTEXT_KEY.modelRun) as ModelRun | undefined;
}

/** A context in which provider calls serve `run`; undefined takes a run away. */
export function withModelRun(context: Context, run: ModelRun | undefined): Context {
  return run === undefined ? context.deleteValue(CONTEXT_KEY.modelRun) : context.setValue(CONTEXT_KEY.modelRun, run);
}
