import { context as otelContext } from '@opentelemetry/api';
import { isObject, own, ownText, patch } from '@tracewright/instrumentation-core';
import type { Run } from '../run/run.ts';
import { contextOf } from '../run/run-context.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import { newSlot, withSlot } from '../run/run-slot.ts';
import { type GeneratorEnd, resumeIn } from './generator-context.ts';
import { withoutOurManager } from './hide-manager.ts';
import type { LazyMethods } from './lazy-methods.ts';
import { type Method, prototypeWith } from './patched-class.ts';
import { runOf } from './run-of.ts';

/**
 * Classes of `@langchain/core/runnables` whose streams start a run of their own in `_streamIterator`. They are wrapped
 * beforehand: inside other runnables nobody calls their `stream`.
 */
const STREAMING_CLASSES = ['RunnableSequence', 'RunnableWithFallbacks', 'RunnableBranch'] as const;

/**
 * Runs the functions inside runnables in their run's context, and ends the runs of streams that the app leaves early:
 * LangChain announces no end of those.
 */
export function patchRunnables(module: unknown, recorder: RunRecorder, lazy: LazyMethods): (() => void)[] {
  const undo: (() => void)[] = [];
  const base = prototypeWith(module, 'Runnable', '_callWithConfig');
  if (base !== undefined) {
    for (const name of STREAMING_CLASSES) {
      const streaming = prototypeWith(module, name, '_streamIterator');
      lazy.wrap(streaming, '_streamIterator', base, (iterate) => endWhenLeft(iterate, recorder));
    }
    undo.push(patch(base, '_callWithConfig', (original) => callInRun(original, recorder)));
    undo.push(patch(base, '_transformStreamWithConfig', (original) => transformInRun(original, recorder)));
    undo.push(
      patch(
        base,
        'stream',
        (original) =>
          function (...args) {
            // Graphs and runnables of the app: met here for the first time.
            lazy.wrap(this, '_streamIterator', base, (iterate) => endWhenLeft(iterate, recorder));
            return original.apply(this, args);
          },
      ),
    );
  }
  return undo;
}

/** `_callWithConfig(func, input, options)` calls `func(input, config, runManager)`. */
function callInRun(original: Method, recorder: RunRecorder): Method {
  return function (func, ...rest) {
    if (typeof func !== 'function') return original.call(this, func, ...rest);
    const inRun: Method = function (...args) {
      const run = runOf(args[2], recorder.runs);
      if (run === undefined) return func.apply(this, args);
      nameBy(run, rest[1]);
      const shown = isLambda(this) ? withoutOurManager(run, args, 2, 1) : args;
      return otelContext.with(contextOf(run), () => func.apply(this, shown));
    };
    return original.call(this, inRun, ...rest);
  };
}

/** What LangChain announced as the run's name may be one that it made up, where the app gave none. */
function nameBy(run: Run, options: unknown): void {
  run.runName = ownText(options, 'runName') ?? (run.isHandedOn ? run.parent?.runName : undefined);
}

/** Runnables around a function of the app's, which gets the config: lambdas and nodes of graphs. */
function isLambda(runnable: unknown): boolean {
  return typeof own(runnable, 'func') === 'function';
}

/** `_transformStreamWithConfig(input, transformer, options)` calls `transformer(input, runManager, config)`. */
function transformInRun(original: Method, recorder: RunRecorder): Method {
  return endWhenLeft(function (input, transformer, ...rest) {
    if (typeof transformer !== 'function') return original.call(this, input, transformer, ...rest);
    const inRun: Method = function (...args) {
      const run = runOf(args[1], recorder.runs);
      if (run !== undefined) nameBy(run, rest[0]);
      const shown = run !== undefined && isLambda(this) ? withoutOurManager(run, args, 1, 2) : args;
      const generator: unknown = transformer.apply(this, shown);
      return run === undefined ? generator : resumeIn(generator, { context: () => contextOf(run) });
    };
    return original.call(this, outside(input), inRun, ...rest);
  }, recorder);
}

/**
 * The stream that a transformer reads goes on where it was made. It belongs to the steps before, and the first run that
 * starts in it is not the transformer's.
 */
function outside(input: unknown): unknown {
  if (!isObject(input) || !(Symbol.asyncIterator in input)) return input;
  const source = input as AsyncIterable<unknown>;
  const context = withSlot(otelContext.active(), undefined);
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = source[Symbol.asyncIterator]();
      const leave = iterator.return?.bind(iterator);
      return {
        next: () => otelContext.with(context, () => iterator.next()),
        ...(leave === undefined ? {} : { return: (value?: unknown) => otelContext.with(context, () => leave(value)) }),
      };
    },
  };
}

/** Wraps a method that returns an async generator which starts one run: leaving the generator ends the run. */
function endWhenLeft(original: Method, recorder: RunRecorder): Method {
  return function (...args) {
    const slot = newSlot(1);
    const end: GeneratorEnd = {
      lastMs: performance.now(),
      abandon: (lastMs) => {
        for (const run of slot.runs) recorder.leave(run, 'abandoned', lastMs);
      },
    };
    return resumeIn(original.apply(this, args), {
      end,
      onValue: () => {
        for (const run of slot.runs) run.lastGivenMs = end.lastMs;
      },
      context: () => (slot.runs.length === 0 ? withSlot(otelContext.active(), slot) : otelContext.active()),
      onLeft: () => {
        for (const run of slot.runs) recorder.leave(run, 'cancelled');
      },
    });
  };
}
