import { runStep } from './run-step.ts';
import type { StepOptions } from './step-options.ts';
import type { TraceStep } from './trace-step.ts';

/**
 * Runs a function as a step of the trace, and gives back what it gives. The step lasts until the function is over, its
 * promise has settled or its generator has been read. Errors pass through untouched. Without `autolog()` the function
 * just runs.
 *
 * @example
 * ```ts
 * const answer = await trace('answer question', { kind: 'agent' }, async (step) => {
 *   step.setInput(question);
 *   return await ask(question);
 * });
 * ```
 */
export function trace<R>(name: string, work: (step: TraceStep) => R): R;
export function trace<R>(name: string, options: StepOptions, work: (step: TraceStep) => R): R;
export function trace<R>(name: string, ...rest: [(step: TraceStep) => R] | [StepOptions, (step: TraceStep) => R]): R {
  // Options may be missing where there are no types; that is no reason to fail.
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : [rest[0] ?? {}, rest[1]];
  return runStep(options.name ?? name, options, undefined, work);
}
