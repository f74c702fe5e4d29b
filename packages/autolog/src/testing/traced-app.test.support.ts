import type { Tracer } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { contentRules } from '@tracewright/instrumentation-core';
import { onTestFinished } from 'vitest';
import { activeTracing, setActiveTracing } from '../active-tracing.ts';
import { FeedbackOutbox } from '../feedback/feedback-outbox.ts';
import type { AutologOptions } from '../options.ts';
import { ensureContextManager } from '../otel/context-manager.ts';
import { InheritedAttributes } from '../otel/inherited-attributes.ts';
import { UnreadResults } from '../steps/unread-results.ts';

/** A span as tests look at it. */
export interface EndedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly parentSpanId: string | undefined;
  readonly spanId: string;
  readonly traceId: string;
  readonly status: number;
  readonly exceptions: number;
  readonly durationMs: number;
}

/** What {@link traceInMemory} gives. */
export interface TracedApp {
  /** In order of their ends. */
  ended(): EndedSpan[];
  readonly unread: UnreadResults;
  /** The app's own. */
  readonly tracer: Tracer;
}

/** Tracing of this process that ends with the test; its spans stay in memory. */
export function traceInMemory(options: AutologOptions = {}, collectorUrl = 'http://127.0.0.1:1'): TracedApp {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new InheritedAttributes(), new SimpleSpanProcessor(exporter)],
  });
  ensureContextManager();
  const unread = new UnreadResults();
  setActiveTracing({
    options,
    tracing: { tracerProvider: provider, flush: async () => {}, shutdown: async () => {} },
    tracer: provider.getTracer('test'),
    rules: contentRules(options, {}),
    unread,
    feedback: new FeedbackOutbox({ collectorUrl, headers: { authorization: 'Bearer k' }, flushSpans: async () => {} }),
    collectorUrl,
  });
  onTestFinished(() => {
    activeTracing()?.feedback.takeAll();
    setActiveTracing(undefined);
  });
  const ended = (): EndedSpan[] =>
    exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      attributes: span.attributes,
      parentSpanId: span.parentSpanContext?.spanId,
      ...span.spanContext(),
      status: span.status.code,
      exceptions: span.events.filter(({ name }) => name === 'exception').length,
      durationMs: span.duration[0] * 1e3 + span.duration[1] / 1e6,
    }));
  return { ended, unread, tracer: provider.getTracer('app') };
}
