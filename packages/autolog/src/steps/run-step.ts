import { context } from '@opentelemetry/api';
import { quietly } from '@tracewright/instrumentation-core';
import { activeTracing } from '../active-tracing.ts';
import { followResult } from './follow-result.ts';
import { OpenTraceStep } from './open-trace-step.ts';
import type { StepOptions } from './step-options.ts';
import { INERT_STEP, type TraceStep } from './trace-step.ts';

/**
 * Runs a function as a step: its result and its errors are the app's, and where nothing is traced it just runs.
 *
 * @param input what to show as the step's input, unless the options say not to; undefined shows nothing.
 */
export function runStep<R>(name: string, options: StepOptions, input: unknown, work: (step: TraceStep) => R): R {
  const active = activeTracing();
  const step = active && quietly('starting a step', () => new OpenTraceStep(name, options, active));
  if (active === undefined || step === undefined) return work(INERT_STEP);
  if (input !== undefined && options.captureInput !== false) step.setInput(input);
  let result: R;
  try {
    result = context.with(step.context, work, undefined, step);
  } catch (error) {
    step.fail(error);
    step.end();
    throw error;
  }
  return followResult(result, step, active.unread);
}
