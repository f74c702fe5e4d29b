import { context as otelContext } from '@opentelemetry/api';
import { own, ownText, patch } from '@tracewright/instrumentation-core';
import { boundNameIn, withBoundName } from '../run/bound-name.ts';
import { runIn } from '../run/run-context.ts';
import type { RunTable } from '../run/run-table.ts';
import { resumeIn } from './generator-context.ts';
import { handingRun, withHandedOnName } from './handed-on-name.ts';
import { type Method, prototypeWith } from './patched-class.ts';

/** All take an input and a config, or a list of each. */
const CALLS = ['invoke', 'batch', 'stream', 'transform', '_streamIterator'] as const;

/**
 * Runnables with a config of their own (`withConfig`). The name of a run outside, which LangChain hands on to every step,
 * wins over the name in there. Handlers that join here hear of that one, as without us; our span has the step's own.
 */
export function patchBindings(module: unknown, runs: RunTable): (() => void)[] {
  return CALLS.flatMap((name) => {
    const target = prototypeWith(module, 'RunnableBinding', name);
    return target === undefined ? [] : [patch(target, name, (original) => callWithName(original, runs))];
  });
}

function callWithName(original: Method, runs: RunTable): Method {
  return function (input, options, ...rest) {
    const active = otelContext.active();
    const run = handingRun(Array.isArray(options) ? options[0] : options, runs) ?? runIn(active);
    if (run?.runName === undefined) return original.call(this, input, options, ...rest);
    const given = Array.isArray(options)
      ? options.map((each: unknown) => withHandedOnName(each, runs))
      : withHandedOnName(options, runs);
    const name = ownText(own(this, 'config'), 'runName');
    // The outermost one wins, as among configs.
    if (name === undefined || boundNameIn(run) !== undefined) return original.call(this, input, given, ...rest);
    const bound = withBoundName(active, run, name);
    return resumeIn(
      otelContext.with(bound, () => original.call(this, input, given, ...rest)),
      { context: () => bound },
    );
  };
}
