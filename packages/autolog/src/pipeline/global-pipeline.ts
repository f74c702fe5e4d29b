import { type TracerProvider, trace } from '@opentelemetry/api';
import { report } from '@tracewright/instrumentation-core';
import { SpanPricing } from '../cost/span-pricing.ts';
import { ExitDelivery } from '../export/exit-delivery.ts';
import { OutermostEnds } from '../export/outermost-ends.ts';
import { ensureContextManager } from '../otel/context-manager.ts';
import { watchedProvider } from '../otel/watched-provider.ts';
import type { ExportSettings } from '../settings.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * Through the app's provider: its sampling, limits and exporters hold, and so does its way to end.
 *
 * @param collector takes the feedback
 * @param onOutermostEnd called when the last running span of ours of a trace has ended, if anybody wants to know
 */
export function globalPipeline(collector: ExportSettings, onOutermostEnd: (() => void) | undefined): Pipeline {
  ensureContextManager();
  const registered: TracerProvider = {
    getTracer: (...scope) => trace.getTracerProvider().getTracer(...scope),
  };
  const feedbackDelivery = new ExitDelivery([], collector, new SpanPricing());
  return {
    tracerProvider:
      onOutermostEnd === undefined ? registered : watchedProvider(registered, new OutermostEnds(onOutermostEnd)),
    // Its spans are the app's: nobody hears of them by us.
    ready: async () => {},
    flush: flushGlobal,
    shutdown: flushGlobal,
    onProcessEnd: (_isFinal, feedback) => feedbackDelivery.deliver(feedback),
  };
}

let hasSaidNoFlush = false;

async function flushGlobal(): Promise<void> {
  const registered = trace.getTracerProvider() as { getDelegate?: () => object };
  const provider: object = registered.getDelegate?.() ?? registered;
  if ('forceFlush' in provider && typeof provider.forceFlush === 'function') {
    await provider.forceFlush();
  } else if (!hasSaidNoFlush) {
    hasSaidNoFlush = true;
    report('warn', "tracewright: the app's tracer provider cannot be flushed; nobody can wait for its spans");
  }
}
