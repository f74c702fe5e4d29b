import { type MeterProvider, type TracerProvider, trace } from '@opentelemetry/api';
import { type ContentOptions, contentRules, quietly, report, watchPackage } from '@tracewright/instrumentation-core';
import { graphFunctionsOf, type LangChainModules, modulesOf } from './langchain-modules.ts';
import { BriefSerialization } from './patch/brief-serialization.ts';
import { LazyMethods } from './patch/lazy-methods.ts';
import { patchAsyncCaller } from './patch/patch-async-caller.ts';
import { patchBindings } from './patch/patch-bindings.ts';
import { patchCallbackEvents, patchCallbackQueue } from './patch/patch-callback-events.ts';
import { patchCallbacks, type SharedHandlers } from './patch/patch-callbacks.ts';
import { patchVectorStores, wrapEmbeddings } from './patch/patch-embeddings.ts';
import { patchGraphFunctions } from './patch/patch-graph-functions.ts';
import { patchModels } from './patch/patch-models.ts';
import { patchRunnables } from './patch/patch-runnables.ts';
import { patchSingletons } from './patch/patch-singletons.ts';
import { patchRetrievers, patchTools } from './patch/patch-user-methods.ts';
import { RunHandler } from './run/run-handler.ts';
import { RunRecorder } from './run/run-recorder.ts';

const NAME = '@tracewright/instrumentation-langchain';
const VERSION = '0.1.0';

/** Options of {@link LangChainInstrumentation}. */
export interface LangChainInstrumentationConfig extends ContentOptions {
  /** False: nothing is patched until `enable()`. Default true. */
  readonly enabled?: boolean;
}

/**
 * Traces LangChain.js and LangGraph: one tree of spans per root call. Patches every copy of `@langchain/core` in the
 * process, loaded or not, as soon as it is made.
 *
 * @example
 * registerInstrumentations({ instrumentations: [new LangChainInstrumentation()] });
 */
export class LangChainInstrumentation {
  readonly instrumentationName: string = NAME;
  readonly instrumentationVersion: string = VERSION;
  readonly #recorder: RunRecorder;
  readonly #handlers: SharedHandlers;
  readonly #lazy: LazyMethods = new LazyMethods();
  /** One entry for each copy: undoes all that was patched in it. */
  #copies: (() => void)[] = [];
  /** Undo what was patched in copies of LangGraph. */
  #graphs: (() => void)[] = [];
  /** Modules of bundled apps, to be patched again by `enable()`. */
  readonly #given: LangChainModules[] = [];
  #config: LangChainInstrumentationConfig;
  #stopWatching: (() => void) | undefined;

  constructor(config: LangChainInstrumentationConfig = {}) {
    this.#config = { ...config, enabled: config.enabled ?? true };
    this.#recorder = new RunRecorder({ tracer: trace.getTracer(NAME, VERSION), rules: contentRules(config) });
    this.#handlers = {
      alone: new RunHandler(this.#recorder, true),
      beside: new RunHandler(this.#recorder, false),
    };
    if (this.#config.enabled) this.enable();
  }

  /** How many copies of `@langchain/core` are patched; the ESM and the CJS form of a package are two. */
  get patchedCopies(): number {
    return this.#copies.length;
  }

  enable(): void {
    if (this.#recorder.isEnabled) return;
    this.#recorder.isEnabled = true;
    for (const modules of this.#given) this.#patch(modules);
    this.#stopWatching = quietly('watching LangChain', () => {
      const stops = [
        watchPackage({ packageName: '@langchain/core', onCopy: (copy) => this.#patch(modulesOf(copy)) }),
        watchPackage({
          packageName: '@langchain/langgraph',
          onCopy: (copy) => {
            this.#graphs.push(...patchGraphFunctions(graphFunctionsOf(copy), this.#recorder.runs));
          },
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    });
  }

  /** Restores the originals. Runs that are open still end their spans; new ones are not traced. */
  disable(): void {
    this.#recorder.isEnabled = false;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#lazy.restore();
    for (const undo of [...this.#copies, ...this.#graphs]) undo();
    this.#copies = [];
    this.#graphs = [];
  }

  /**
   * Patches a copy that cannot be found by its name, as in a bundle. A copy is patched once, however often given.
   *
   * @returns true if something new was patched; while disabled the modules are remembered for `enable()`.
   */
  manuallyInstrument(modules: LangChainModules): boolean {
    if (!this.#given.includes(modules)) this.#given.push(modules);
    return this.#recorder.isEnabled && this.#patch(modules);
  }

  /**
   * Traces an embeddings class from now on. Those that a vector store searches with are met on their own; this is for
   * those that the app calls itself. `OpenAIEmbeddings` have the span of the OpenAI call.
   *
   * @param embeddings an instance, which stands for its class.
   */
  instrumentEmbeddings(embeddings: object): void {
    wrapEmbeddings(embeddings, this.#recorder, this.#lazy);
  }

  setTracerProvider(provider: TracerProvider): void {
    this.#recorder.settings = { ...this.#recorder.settings, tracer: provider.getTracer(NAME, VERSION) };
  }

  /**
   * Ends the spans of runs that nobody will end, such as streams that were not read to their end. To be called when
   * tracing ends, after the provider's instrumentation has done the same.
   *
   * @param isProcessEnding true leaves runs that are still at work as they are: the process cut them off. False ends
   * them as well.
   */
  settleOpen(isProcessEnding: boolean): void {
    this.#recorder.settleOpen(isProcessEnding);
  }

  /** No metrics are made. */
  setMeterProvider(_provider: MeterProvider): void {}

  /** Takes effect for the runs that start from now on. */
  setConfig(config: LangChainInstrumentationConfig): void {
    this.#config = { ...config, enabled: config.enabled ?? true };
    this.#recorder.settings = { ...this.#recorder.settings, rules: contentRules(config) };
  }

  getConfig(): LangChainInstrumentationConfig {
    return this.#config;
  }

  #patch(modules: LangChainModules): boolean {
    const patchedBefore = this.#copies.length;
    quietly('patching @langchain/core', () => {
      const serialization = new BriefSerialization(this.#lazy);
      const undoCallbacks = patchCallbacks(modules.callbacksManager, this.#handlers, serialization, this.#recorder);
      if (undoCallbacks === undefined) return;
      const { runs } = this.#recorder;
      const undo = [undoCallbacks];
      const undoSingletons = patchSingletons(modules.singletons, runs);
      if (undoSingletons !== undefined) undo.push(undoSingletons);
      else report('debug', 'tracewright: @langchain/core has no runWithConfig; spans inside lambdas lose their parent');
      const undoQueue = patchCallbackQueue(modules.callbacksQueue);
      if (undoQueue !== undefined) undo.push(undoQueue);
      undo.push(
        ...patchRunnables(modules.runnables, this.#recorder, this.#lazy),
        ...serialization.patch(modules),
        ...patchBindings(modules.runnables, runs),
        ...patchModels(modules.chatModels, 'BaseChatModel', this.#recorder, this.#lazy, modules),
        ...patchModels(modules.llms, 'BaseLLM', this.#recorder, this.#lazy, modules),
        ...patchTools(modules.tools, runs, this.#lazy),
        ...patchRetrievers(modules.retrievers, this.#recorder, this.#lazy),
        ...patchVectorStores(modules.vectorStores, this.#recorder, this.#lazy),
        ...patchAsyncCaller(modules.asyncCaller),
        ...patchCallbackEvents(modules.callbacksManager, runs),
        ...patchGraphFunctions(modules.graphFunctions, runs),
      );
      this.#copies.push(() => {
        for (const each of undo.reverse()) each();
      });
    });
    return this.#copies.length > patchedBefore;
  }
}
