import { type MeterProvider, type TracerProvider, trace } from '@opentelemetry/api';
import {
  type ContentOptions,
  type ContentRules,
  contentRules,
  type PackageCopy,
  report,
  watchPackage,
} from '@tracewright/instrumentation-core';
import { TOKEN_COUNTER } from './estimate/token-counter.ts';
import { UsageEstimator } from './estimate/usage-estimator.ts';
import { OpenCalls } from './open-calls.ts';
import type { Tracing } from './patch-create.ts';
import { patchSdk } from './patch-sdk.ts';
import { ResponseLedger } from './response-ledger.ts';
import { INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION } from './version.ts';

/** What {@link OpenAIInstrumentation} takes: the content options, how to get at usage, and whether it starts on its own. */
export interface OpenAIInstrumentationConfig extends ContentOptions {
  /** False: nothing is patched before `enable()`. Default true. */
  readonly enabled?: boolean;
  /**
   * Counts the tokens of an answer that comes without usage, in a thread of its own, and marks them as estimated. The
   * span is passed on once they are counted; see {@link OpenAIInstrumentation.forceFlush}. Default true.
   */
  readonly estimateUsage?: boolean;
  /**
   * Asks streamed completions for their usage where the app does not, and hides it from the app: the request carries
   * `stream_options.include_usage`, the chunks that the app gets are those of its own request. Default false.
   */
  readonly includeUsage?: boolean;
  /**
   * A stream that nobody has begun to read ends as abandoned after this time, ms; one that is read may take any time.
   * Default 600,000; `Infinity` never ends one.
   */
  readonly unreadStreamTimeoutMs?: number;
}

const KNOWN_MAJORS = ['5', '6', '7'];

/**
 * Traces the `openai` SDK: every API that asks a model, streams included, and what is stored around them. Works with any
 * tracer provider; without one of its own it asks the global one at every call.
 *
 * @example
 * ```ts
 * registerInstrumentations({ instrumentations: [new OpenAIInstrumentation({ captureContent: false })] });
 * ```
 */
export class OpenAIInstrumentation {
  readonly instrumentationName: string = INSTRUMENTATION_NAME;
  readonly instrumentationVersion: string = INSTRUMENTATION_VERSION;
  /** Exports of every copy that was ever shown to us, with the way back where we patched it. */
  readonly #modules = new Map<unknown, (() => void) | undefined>();
  readonly #tracing: Tracing = {
    tracer: () =>
      (this.#tracerProvider ?? trace.getTracerProvider()).getTracer(INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION),
    rules: () => this.#rules,
    includesUsage: () => this.#config.includeUsage === true,
    estimator: () => (this.#config.estimateUsage === false ? undefined : this.#estimator),
    responses: new ResponseLedger(),
    calls: new OpenCalls(() => this.#config.unreadStreamTimeoutMs ?? 600_000),
  };
  readonly #estimator = new UsageEstimator(TOKEN_COUNTER);
  #config: OpenAIInstrumentationConfig = {};
  #rules: ContentRules = contentRules({});
  #tracerProvider: TracerProvider | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(config: OpenAIInstrumentationConfig = {}) {
    this.setConfig(config);
    if (config.enabled !== false) this.enable();
  }

  /** How many copies of the SDK are patched by this instrumentation now. */
  get patchedCopies(): number {
    return [...this.#modules.values()].filter((undo) => undo !== undefined).length;
  }

  /** Patches the copies that are loaded, and each later one when it is loaded. */
  enable(): void {
    if (this.#stopWatching !== undefined) return;
    // Set first: a copy is reported while the watch is being set up.
    this.#stopWatching = () => {};
    for (const module of this.#modules.keys()) this.#patch(module);
    this.#stopWatching = watchPackage({ packageName: 'openai', onCopy: (copy) => this.#patchCopy(copy) });
  }

  /**
   * Restores the originals. Where somebody patched after us, their function stays and ours inside it goes inert. While
   * calls are open, the class of their promises keeps its wrappers, which let everybody else's promises pass: it has its
   * originals back once the last of them has ended, at once after {@link settleOpen}.
   */
  disable(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    for (const [module, undo] of this.#modules) {
      undo?.();
      this.#modules.set(module, undefined);
    }
  }

  /**
   * Patches a copy that cannot be found by itself, as in a bundle.
   *
   * @param module `import * as openai from 'openai'`, its default export, or what `require('openai')` gives
   * @returns true if something new was patched; while disabled it is remembered for `enable()`.
   */
  manuallyInstrument(module: unknown): boolean {
    return this.#patch(module);
  }

  setTracerProvider(tracerProvider: TracerProvider): void {
    this.#tracerProvider = tracerProvider;
  }

  /**
   * Resolves when every call that is over has passed its span on: where usage is estimated, a span waits for the count.
   * To be called before the tracer provider is flushed or shut down. Takes a few seconds at most; never rejects.
   */
  forceFlush(): Promise<void> {
    return this.#estimator.settled();
  }

  /**
   * Does the same while it blocks, for the end of a process. Calls that are not counted in time end without usage.
   *
   * @param timeoutMs longest wait
   */
  flushBlocking(timeoutMs: number): void {
    this.#estimator.settleBlocking(timeoutMs);
  }

  /**
   * Ends the spans of calls that nobody will end: answers that have come and were never looked at, streams that were
   * not read to their end. To be called before {@link forceFlush} or {@link flushBlocking} when tracing ends.
   *
   * @param isProcessEnding true leaves requests that are still running as they are: the process cut them off. False
   * ends them as well.
   */
  settleOpen(isProcessEnding: boolean): void {
    this.#tracing.calls.settle(isProcessEnding);
  }

  /** No metrics are made. */
  setMeterProvider(_meterProvider: MeterProvider): void {}

  /** Holds from the next call on. */
  setConfig(config: OpenAIInstrumentationConfig): void {
    this.#config = { enabled: true, ...config };
    this.#rules = contentRules(config);
  }

  getConfig(): OpenAIInstrumentationConfig {
    return this.#config;
  }

  #patchCopy(copy: PackageCopy): void {
    const major = copy.version.split('.')[0] ?? '';
    if (!KNOWN_MAJORS.includes(major)) {
      report(
        'warn',
        `tracewright: openai ${copy.version} is none of the versions we know; patching what looks the same`,
      );
    }
    this.#patch(copy.load(copy.format === 'esm' ? 'index.mjs' : 'index.js'));
  }

  #patch(module: unknown): boolean {
    const isEnabled = this.#stopWatching !== undefined;
    if (this.#modules.get(module) !== undefined) return false;
    const undo = isEnabled ? patchSdk(module, this.#tracing) : undefined;
    if (typeof module === 'object' || typeof module === 'function') this.#modules.set(module, undo);
    return undo !== undefined;
  }
}
