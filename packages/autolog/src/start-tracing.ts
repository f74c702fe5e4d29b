import { type TracerProvider, trace } from '@opentelemetry/api';
import { contentRules, report } from '@tracewright/instrumentation-core';
import type { StepServices } from './active-tracing.ts';
import { SpanPricing } from './cost/span-pricing.ts';
import { ExitDelivery } from './export/exit-delivery.ts';
import { ExportProcessor } from './export/export-processor.ts';
import { OpenSpans } from './export/open-spans.ts';
import { OtlpSender } from './export/otlp-sender.ts';
import { watchProcessEnd } from './export/process-end.ts';
import { FeedbackOutbox } from './feedback/feedback-outbox.ts';
import { Instrumentations, type PatchingFactory } from './instrumentations.ts';
import type { AutologOptions } from './options.ts';
import { ensureContextManager } from './otel/context-manager.ts';
import { joinGlobalSpans } from './otel/global-spans.ts';
import { InheritedAttributes } from './otel/inherited-attributes.ts';
import { ownProvider } from './otel/own-provider.ts';
import { appResource } from './otel/resource.ts';
import { collectorUrl, type ExportSettings, experimentName, exportSettings } from './settings.ts';
import { UnreadResults } from './steps/unread-results.ts';
import type { Tracing } from './tracing.ts';

const NAME = '@tracewright/autolog';
const VERSION = '0.1.0';

/** How long the end of the process waits for tokens that are still being counted, ms: as long as a tokenizer loads. */
const LAST_COUNT_MS = 2_000;

/** Where spans go, own pipeline or the app's. */
interface Pipeline {
  readonly tracerProvider: TracerProvider;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
  onProcessEnd(isFinal: boolean): void;
}

/** What is there once tracing has begun. */
export interface StartedTracing {
  readonly tracing: Tracing;
  readonly services: StepServices;
}

/** Builds everything and patches. @throws whatever keeps it from being built, with nothing left patched. */
export function startTracing(options: AutologOptions, factory?: PatchingFactory): StartedTracing {
  const settings = exportSettings(options);
  const pipeline = options.provider === 'global' ? globalPipeline() : ownPipeline(options, settings);
  const instrumentations = new Instrumentations(options, pipeline.tracerProvider, factory);
  const feedback = new FeedbackOutbox({
    collectorUrl: collectorUrl(settings),
    headers: settings.headers,
    flushSpans: () => settled('flush', pipeline.flush()),
  });
  const services: StepServices = {
    tracer: pipeline.tracerProvider.getTracer(NAME, VERSION),
    rules: contentRules(options),
    unread: new UnreadResults(),
    feedback,
    collectorUrl: collectorUrl(settings),
  };
  const settleOpen = (isProcessEnding: boolean): void => {
    instrumentations.settleOpen(isProcessEnding);
    services.unread.settle();
  };
  const stopWatching = watchProcessEnd((isFinal) => {
    if (isFinal) {
      instrumentations.warnIfNothingPatched();
      settleOpen(true);
      instrumentations.flushBlocking(LAST_COUNT_MS);
    }
    pipeline.onProcessEnd(isFinal);
  });
  let ended: Promise<void> | undefined;
  const tracing: Tracing = {
    tracerProvider: pipeline.tracerProvider,
    flush: async () => {
      instrumentations.warnIfNothingPatched();
      await settled('flush', ended ?? instrumentations.flush().then(() => pipeline.flush()));
      await feedback.flush();
    },
    shutdown: () => {
      ended ??= (async () => {
        instrumentations.disable();
        settleOpen(false);
        await settled('flush', instrumentations.flush());
        stopWatching();
        await settled('shutdown', pipeline.shutdown());
        await feedback.flush();
        feedback.takeAll();
      })();
      return ended;
    },
  };
  return { tracing, services };
}

function ownPipeline(options: AutologOptions, settings: ExportSettings): Pipeline {
  const sender = new OtlpSender(settings);
  const pricing = new SpanPricing(options.prices);
  const processor = new ExportProcessor(sender, pricing);
  const openSpans = new OpenSpans();
  const delivery = new ExitDelivery(processor, sender, pricing, settings);
  const resource = appResource(experimentName(options), options.serviceName);
  const tracerProvider = ownProvider(resource, [new InheritedAttributes(), openSpans, processor]);
  ensureContextManager();
  const leave = joinGlobalSpans(tracerProvider);
  // Not on the call path: by the time of the first answer both are there.
  setImmediate(() => {
    void pricing.load();
    sender.load().catch((error: unknown) => report('error', 'tracewright: the OTLP exporter cannot be loaded', error));
  }).unref();
  return {
    tracerProvider,
    flush: () => processor.forceFlush(),
    shutdown: () => {
      leave();
      openSpans.endLeftOpen();
      return tracerProvider.shutdown();
    },
    onProcessEnd: (isFinal) => {
      if (isFinal) openSpans.endCutOff();
      delivery.deliver();
    },
  };
}

/** Through the app's provider: its sampling, limits and exporters hold, and so does its way to end. */
function globalPipeline(): Pipeline {
  ensureContextManager();
  return {
    tracerProvider: { getTracer: (...scope) => trace.getTracerProvider().getTracer(...scope) },
    flush: flushGlobal,
    shutdown: flushGlobal,
    onProcessEnd: () => {},
  };
}

async function flushGlobal(): Promise<void> {
  const registered = trace.getTracerProvider() as { getDelegate?: () => object };
  const provider: object = registered.getDelegate?.() ?? registered;
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') await provider.forceFlush();
}

async function settled(what: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    report('error', `tracewright: ${what} failed`, error);
  }
}
