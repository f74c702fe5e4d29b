import { context as otelContext } from '@opentelemetry/api';
import { modelRunOf, own, ownText, patch, withModelRun } from '@tracewright/instrumentation-core';
import { GEN_AI } from '@tracewright/schema';
import type { LangChainModules } from '../langchain-modules.ts';
import type { Run } from '../run/run.ts';
import { contextOf } from '../run/run-context.ts';
import type { RunRecorder } from '../run/run-recorder.ts';
import { newSlot, slotOf, withSlot } from '../run/run-slot.ts';
import type { RunTable } from '../run/run-table.ts';
import { type GeneratorEnd, resumeIn } from './generator-context.ts';
import { withHandedOnName } from './handed-on-name.ts';
import { hideRunIds } from './hide-run-ids.ts';
import type { LazyMethods } from './lazy-methods.ts';
import { type Method, prototypeWith } from './patched-class.ts';
import { runOf } from './run-of.ts';
import { stoodInModel, stoodInStream } from './stand-in-model.ts';

/** Position of the run manager in `_generate` and in the streaming methods, of chat models and LLMs alike. */
const RUN_MANAGER = 2;

/** Position of the config in `generate` and `_streamIterator`. */
const CONFIG = 1;

/**
 * Makes a model run's context active while its provider is called, and ends the run where the app leaves the stream.
 * `BaseChatModel` and `BaseLLM` are where every model passes; what calls the provider is defined by concrete classes,
 * which are wrapped when they are met.
 */
export function patchModels(
  module: unknown,
  className: 'BaseChatModel' | 'BaseLLM',
  recorder: RunRecorder,
  lazy: LazyMethods,
  modules: LangChainModules,
): (() => void)[] {
  const base = prototypeWith(module, className, 'generate');
  if (base === undefined) return [];
  const prepare = (model: unknown) => {
    lazy.wrap(model, '_generate', base, (original) => generateInRun(stoodInModel(original, modules), recorder.runs));
    lazy.wrap(model, '_streamResponseChunks', base, (original) =>
      streamInRun(stoodInStream(original, modules), recorder),
    );
    lazy.wrap(model, '_streamChatModelEvents', base, (original) => streamInRun(original, recorder));
  };
  return [
    patch(
      base,
      'generate',
      (original) =>
        function (...args) {
          prepare(this);
          args[CONFIG] = withHandedOnName(args[CONFIG], recorder.runs);
          const slot = newSlot(Array.isArray(args[0]) ? args[0].length : 1);
          const result = otelContext.with(withSlot(otelContext.active(), slot), () => original.apply(this, args));
          // Whoever waits for it is told after us.
          if (result instanceof Promise) result.then(hideRunIds, () => {});
          return result;
        },
    ),
    patch(
      base,
      '_streamIterator',
      (original) =>
        function (...args) {
          prepare(this);
          args[CONFIG] = withHandedOnName(args[CONFIG], recorder.runs);
          return original.apply(this, args);
        },
    ),
  ];
}

function generateInRun(original: Method, runs: RunTable): Method {
  return function (...args) {
    const run = runOf(args[RUN_MANAGER], runs);
    if (run?.modelRun === undefined || isActive(run)) return original.apply(this, args);
    shareIfTogether(run, args[0]);
    return otelContext.with(withModelRun(contextOf(run), run.modelRun), () => original.apply(this, args));
  };
}

function streamInRun(original: Method, recorder: RunRecorder): Method {
  return function (...args) {
    const run = runOf(args[RUN_MANAGER], recorder.runs) ?? unnamedRun(args[RUN_MANAGER]);
    if (run?.modelRun === undefined || isActive(run)) return original.apply(this, args);
    const { modelRun, stream } = run;
    const context = () => withModelRun(contextOf(run), modelRun);
    run.step?.set({ [GEN_AI.requestStream]: true });
    if (stream !== undefined) stream.isStream = true;
    const end: GeneratorEnd = {
      lastMs: performance.now(),
      abandon: (lastMs) => recorder.leave(run, 'abandoned', lastMs),
    };
    return resumeIn(
      otelContext.with(context(), () => original.apply(this, args)),
      {
        context,
        onValue: (chunk) => {
          run.lastGivenMs = end.lastMs;
          if (stream === undefined) return;
          if (modelRun.state !== 'open') stream.ignore();
          stream.chunk(chunkText(chunk));
        },
        onLeft: () => recorder.leave(run, 'cancelled'),
        end,
      },
    );
  };
}

/** True inside an override that calls its superclass, whose method is wrapped as well. */
function isActive(run: Run): boolean {
  return modelRunOf(otelContext.active())?.step === run.step;
}

/** LLMs answer several prompts, each a run, with one call. A chat model's first argument is one conversation. */
function shareIfTogether(run: Run, prompts: unknown): void {
  const together = run.slot?.runs ?? [];
  if (run.step === undefined || together.length < 2 || !Array.isArray(prompts)) return;
  if (prompts.length < 2 || !prompts.every((prompt) => typeof prompt === 'string')) return;
  const shared = { step: run.step, state: 'open' as const, isShared: true };
  for (const each of together) each.modelRun = shared;
}

/** Streams of events are started without a run manager; the run is the one that the call around them started. */
function unnamedRun(runManager: unknown): Run | undefined {
  if (runManager !== undefined) return undefined;
  const started = slotOf(otelContext.active())?.runs ?? [];
  const run = started.length === 1 ? started[0] : undefined;
  return run?.step?.isEnded === false ? run : undefined;
}

/** A generation chunk's text, or that of an event of the newer streams. */
function chunkText(chunk: unknown): string {
  return ownText(chunk, 'text') ?? ownText(own(chunk, 'delta'), 'text') ?? '';
}
