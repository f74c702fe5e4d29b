import { contentJson, contentRules, report } from '@tracewright/instrumentation-core';
import { type SpanRecorder, spanHearing } from '@tracewright/schema';
import type { StepServices } from './active-tracing.ts';
import { watchProcessEnd } from './export/process-end.ts';
import { FeedbackOutbox } from './feedback/feedback-outbox.ts';
import { Instrumentations, type PatchingFactory } from './instrumentations.ts';
import { PayloadOutbox } from './offload/payload-outbox.ts';
import type { AutologOptions } from './options.ts';
import { globalPipeline } from './pipeline/global-pipeline.ts';
import { ownPipeline } from './pipeline/own-pipeline.ts';
import { collectorUrl, destinationSettings } from './settings.ts';
import { UnreadResults } from './steps/unread-results.ts';
import type { Tracing } from './tracing.ts';
import { withDeadline } from './with-deadline.ts';

const NAME = '@tracewright/autolog';
const VERSION = '0.1.0';

/** How long the end of the process waits for tokens that are still being counted, ms: as long as a tokenizer loads. */
const LAST_COUNT_MS = 2_000;

/** How long `shutdown()` waits for what is sent beside spans, ms: as long as for the spans, and at the same time. */
const LAST_SEND_MS = 2_000;

/** What is there once tracing has begun. */
export interface StartedTracing {
  readonly tracing: Tracing;
  readonly services: StepServices;
}

/** Builds everything and patches. @throws whatever keeps it from being built, with nothing left patched. */
export function startTracing(options: AutologOptions, factory?: PatchingFactory): StartedTracing {
  const destinations = destinationSettings(options);
  const [collector] = destinations;
  const { waitUntil } = options;
  const onOutermostEnd = waitUntil && ((): void => waitUntil(tracing.flush()));
  const pipeline =
    options.provider === 'global'
      ? globalPipeline(collector, onOutermostEnd)
      : ownPipeline(options, destinations, onOutermostEnd);
  const payloads =
    options.offload === true
      ? new PayloadOutbox({ collectorUrl: collectorUrl(collector), headers: collector.headers })
      : undefined;
  const contentOptions = payloads === undefined ? options : { ...options, keepWhole: payloads.keep.bind(payloads) };
  const instrumentations = new Instrumentations(contentOptions, pipeline.tracerProvider, factory);
  const feedback = new FeedbackOutbox({
    collectorUrl: collectorUrl(collector),
    headers: collector.headers,
    // It keeps the process alive itself, as long as it is waited for.
    flushSpans: () => settled('flush', pipeline.flush(0)),
  });
  const services: StepServices = {
    tracer: pipeline.tracerProvider.getTracer(NAME, VERSION),
    rules: contentRules(contentOptions),
    unread: new UnreadResults(),
    feedback,
    collectorUrl: collectorUrl(collector),
  };
  const settleOpen = (isProcessEnding: boolean): void => {
    instrumentations.settleOpen(isProcessEnding);
    services.unread.settle();
  };
  const recorder: SpanRecorder = {
    ready: () => pipeline.ready(),
    flush: () => tracing.flush(),
    content: (attribute, value) => contentJson(attribute, value, services.rules)?.json,
  };
  spanHearing().recorders.add(recorder);
  const stopWatching = watchProcessEnd((isFinal) => {
    if (isFinal) {
      instrumentations.warnIfNothingPatched();
      settleOpen(true);
      instrumentations.flushBlocking(LAST_COUNT_MS);
    }
    pipeline.onProcessEnd(isFinal, isFinal ? feedback.takeAll() : []);
  });
  let ended: Promise<void> | undefined;
  const tracing: Tracing = {
    tracerProvider: pipeline.tracerProvider,
    flush: (options) => {
      instrumentations.warnIfNothingPatched();
      const sent = settled('flush', ended ?? instrumentations.flush().then(() => pipeline.flush(options?.timeoutMs)));
      return withDeadline(
        Promise.all([sent.then(() => feedback.flush()), payloads?.flush(options?.timeoutMs)]).then(() => {}),
        options?.timeoutMs,
      );
    },
    shutdown: () => {
      ended ??= (async () => {
        instrumentations.disable();
        settleOpen(false);
        await settled('flush', instrumentations.flush());
        stopWatching();
        spanHearing().recorders.delete(recorder);
        const deadlineMs = performance.now() + LAST_SEND_MS;
        const payloadsSent = payloads?.flush(LAST_SEND_MS);
        await settled('shutdown', pipeline.shutdown());
        await withDeadline(feedback.flush(), Math.max(0, deadlineMs - performance.now()));
        await payloadsSent;
        feedback.takeAll();
        payloads?.close();
      })();
      return ended;
    },
  };
  return { tracing, services };
}

async function settled(what: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    report('error', `tracewright: ${what} failed`, error);
  }
}
