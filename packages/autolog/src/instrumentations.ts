import type { TracerProvider } from '@opentelemetry/api';
import type { ContentOptions } from '@tracewright/instrumentation-core';
import { quietly, report } from '@tracewright/instrumentation-core';
import { LangChainInstrumentation, type LangChainModules } from '@tracewright/instrumentation-langchain';
import { OpenAIInstrumentation, type OpenAIInstrumentationConfig } from '@tracewright/instrumentation-openai';
import type { AutologOptions } from './options.ts';

/** What we need of an instrumentation. */
export interface Patching<Module = unknown> {
  readonly patchedCopies: number;
  enable(): void;
  disable(): void;
  setTracerProvider(provider: TracerProvider): void;
  /** Ends spans of work that is over and that nobody will end; of all work, unless the process is ending. */
  settleOpen?(isProcessEnding: boolean): void;
  /** Resolves when the spans of all calls that are over have been passed on. */
  forceFlush?(): Promise<void>;
  /** The same while it blocks, for `timeoutMs` at most. */
  flushBlocking?(timeoutMs: number): void;
  manuallyInstrument(module: Module): unknown;
}

type Active = Omit<Patching, 'enable' | 'setTracerProvider' | 'manuallyInstrument'>;

/** Makes one; tests put doubles in their place. */
export interface PatchingFactory {
  openai(config: OpenAIInstrumentationConfig): Patching;
  langchain(config: PatchingConfig): Patching<LangChainModules>;
}

export type PatchingConfig = ContentOptions & { readonly enabled: false };

const REAL: PatchingFactory = {
  openai: (config) => new OpenAIInstrumentation(config),
  langchain: (config) => new LangChainInstrumentation(config),
};

/** The instrumentations that are switched on. */
export class Instrumentations {
  readonly #active: readonly Active[];
  /** With one switched off on purpose, an app that never loads the other is nothing to warn of. */
  readonly #areBothOn: boolean;
  #isChecked = false;

  constructor(
    options: AutologOptions & ContentOptions,
    provider: TracerProvider | undefined,
    factory: PatchingFactory = REAL,
  ) {
    const config = patchingConfig(options);
    const { openai = true, langchain = true } = options;
    const active: Active[] = [];
    const start = <Module>(name: string, create: () => Patching<Module>, module: Module | undefined) => {
      try {
        const patching = create();
        if (provider) patching.setTracerProvider(provider);
        patching.enable();
        if (module !== undefined) patching.manuallyInstrument(module);
        active.push(patching);
      } catch (error) {
        report('error', `tracewright: ${name} cannot be traced; the app goes on without it`, error);
      }
    };
    if (langchain !== false) {
      const modules = typeof langchain === 'object' ? langchain.modules : undefined;
      start('@langchain/core', () => factory.langchain(config), modules);
    }
    if (openai !== false) {
      const module = typeof openai === 'object' ? openai.module : undefined;
      start('openai', () => factory.openai({ ...config, ...usageConfig(options) }), module);
    }
    this.#active = active;
    this.#areBothOn = active.length === 2;
  }

  /** Says once, on stderr, if there was nothing to patch: an empty viewer would leave the user guessing why. */
  warnIfNothingPatched(): void {
    if (this.#isChecked || !this.#areBothOn) return;
    this.#isChecked = true;
    if (this.#active.some(({ patchedCopies }) => patchedCopies > 0)) return;
    console.warn(
      'tracewright: nothing was patched: neither openai nor @langchain/core was loaded. In a bundled app pass the modules: autolog({ openai: { module }, langchain: { modules } })',
    );
  }

  /** Ends what is open and over, before the spans that are left are ended as cut off. Never throws. */
  settleOpen(isProcessEnding: boolean): void {
    // A provider's calls first: they write into the steps of the frameworks' runs.
    for (const patching of this.#active.toReversed()) {
      quietly('ending open spans', () => patching.settleOpen?.(isProcessEnding));
    }
  }

  /** Resolves when every call that is over has passed its span on. */
  async flush(): Promise<void> {
    await Promise.all(this.#active.map((patching) => patching.forceFlush?.()));
  }

  /** Waits for the same at the end of the process. @param timeoutMs longest wait */
  flushBlocking(timeoutMs: number): void {
    for (const patching of this.#active) patching.flushBlocking?.(timeoutMs);
  }

  /** Restores the patched originals. */
  disable(): void {
    if (this.#active.some(({ patchedCopies }) => patchedCopies > 0)) this.#isChecked = true;
    for (const patching of this.#active) patching.disable();
  }
}

function patchingConfig(options: ContentOptions): PatchingConfig {
  const { captureContent, redact, maxContentStringLength, maxContentLength, maxSpanContentBytes, keepWhole } = options;
  return {
    enabled: false,
    ...(captureContent !== undefined && { captureContent }),
    ...(redact !== undefined && { redact }),
    ...(maxContentStringLength !== undefined && { maxContentStringLength }),
    ...(maxContentLength !== undefined && { maxContentLength }),
    ...(maxSpanContentBytes !== undefined && { maxSpanContentBytes }),
    ...(keepWhole !== undefined && { keepWhole }),
  };
}

function usageConfig(
  options: AutologOptions,
): Pick<OpenAIInstrumentationConfig, 'estimateUsage' | 'includeUsage' | 'unreadStreamTimeoutMs'> {
  const { estimateUsage, includeUsage, unreadStreamTimeoutMs } = options;
  return {
    ...(estimateUsage !== undefined && { estimateUsage }),
    ...(includeUsage !== undefined && { includeUsage }),
    ...(unreadStreamTimeoutMs !== undefined && { unreadStreamTimeoutMs }),
  };
}
