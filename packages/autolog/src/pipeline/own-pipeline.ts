import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { report } from '@tracewright/instrumentation-core';
import { SpanPricing } from '../cost/span-pricing.ts';
import { ExitDelivery } from '../export/exit-delivery.ts';
import { exportLane } from '../export/export-lane.ts';
import { OpenSpans } from '../export/open-spans.ts';
import { OutermostEnds } from '../export/outermost-ends.ts';
import { PendingSpans } from '../export/pending-spans.ts';
import type { AutologOptions } from '../options.ts';
import { ensureContextManager } from '../otel/context-manager.ts';
import { joinGlobalSpans } from '../otel/global-spans.ts';
import { InheritedAttributes } from '../otel/inherited-attributes.ts';
import { OwnProvider } from '../otel/own-provider.ts';
import { appResource } from '../otel/resource.ts';
import { type ExportSettings, experimentName } from '../settings.ts';
import type { Pipeline } from './pipeline.ts';
import { ToldSpans } from './told-spans.ts';

/**
 * A provider, queues and exporters of our own, beside whatever the app has.
 *
 * @param onOutermostEnd called when the last running span of a trace has ended, if anybody wants to know
 */
export function ownPipeline(
  options: AutologOptions,
  destinations: readonly [ExportSettings, ...ExportSettings[]],
  onOutermostEnd: (() => void) | undefined,
): Pipeline {
  const pricing = new SpanPricing(options.prices);
  const receivers = options.destinations?.length === 0 ? [] : destinations;
  const lanes = receivers.map((settings) => exportLane(settings, pricing));
  const openSpans = new OpenSpans();
  const delivery = new ExitDelivery(lanes, destinations[0], pricing);
  const toldSpans = new ToldSpans(pricing);
  const processors: readonly SpanProcessor[] = [
    new InheritedAttributes(),
    openSpans,
    toldSpans,
    ...lanes.map(({ processor }) => processor),
    ...(onOutermostEnd === undefined ? [] : [new OutermostEnds(onOutermostEnd)]),
  ];
  const resource = appResource(experimentName(options), options.serviceName);
  const tracerProvider = new OwnProvider(resource, processors);
  const live = lanes.filter(({ settings }) => settings.isLive).map(({ processor }) => processor);
  const pending = live.length === 0 ? undefined : new PendingSpans(openSpans, live);
  ensureContextManager();
  const leave = joinGlobalSpans(tracerProvider);
  // Not on the call path: by the time of the first answer both are there.
  setImmediate(() => {
    void pricing.load();
    for (const { sender } of lanes) {
      sender
        .load()
        .catch((error: unknown) => report('error', 'tracewright: the OTLP exporter cannot be loaded', error));
    }
  }).unref();
  return {
    tracerProvider,
    ready: () => toldSpans.ready(),
    flush: async (timeoutMs) => {
      await Promise.all(lanes.map(({ processor }) => processor.forceFlush(timeoutMs)));
    },
    shutdown: () => {
      leave();
      pending?.stop();
      openSpans.endLeftOpen();
      return tracerProvider.shutdown();
    },
    onProcessEnd: (isFinal, feedback) => {
      if (isFinal) openSpans.endCutOff();
      delivery.deliver(feedback);
    },
  };
}
