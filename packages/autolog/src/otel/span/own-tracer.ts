import {
  type Context,
  diag,
  INVALID_SPAN_CONTEXT,
  context as otelContext,
  SamplingDecision,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { startActiveSpan } from '../start-active-span.ts';
import { OwnSpan } from './own-span.ts';
import { parentOf } from './parent-of.ts';
import type { SpanHome } from './span-home.ts';
import { newSpanId, newTraceId } from './span-ids.ts';

/** What the tracers of a provider have in common. */
export interface TracerHome {
  /** It reads no attributes and gives none, nor a trace state. */
  readonly sampler: Sampler;
  readonly processors: readonly SpanProcessor[];
}

/** Makes spans as the tracer of OpenTelemetry's SDK does. */
export class OwnTracer implements Tracer {
  readonly #tracers: TracerHome;
  readonly #spans: SpanHome;

  constructor(tracers: TracerHome, spans: SpanHome) {
    this.#tracers = tracers;
    this.#spans = spans;
  }

  startSpan(name: string, asked?: SpanOptions, given?: Context): Span {
    // An app without types may give nothing by any name.
    const options = asked ?? {};
    const outer = given || otelContext.active();
    const context = options.root === true ? trace.deleteSpan(outer) : outer;
    if (isTracingSuppressed(context)) {
      diag.debug('Instrumentation suppressed, returning Noop Span');
      return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    }
    const parent = parentOf(context);
    const traceId = parent === undefined ? newTraceId() : parent.traceId;
    const kind = options.kind ?? SpanKind.INTERNAL;
    const { sampler, processors } = this.#tracers;
    const { decision } = sampler.shouldSample(
      context,
      traceId,
      name,
      kind,
      options.attributes ?? {},
      options.links ?? [],
    );
    const identity: SpanContext = {
      traceId,
      spanId: newSpanId(),
      traceFlags: decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE,
    };
    if (parent?.traceState !== undefined) identity.traceState = parent.traceState;
    if (decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(identity);
    const span = new OwnSpan(this.#spans, name, kind, identity, parent, options.startTime);
    if (options.links !== undefined && options.links !== null) span.addLinks(options.links);
    if (options.attributes !== undefined) span.setAttributes(options.attributes);
    for (let i = 0; i < processors.length; i++) processors[i]?.onStart(span, context);
    return span;
  }

  startActiveSpan<R>(name: string, ...rest: readonly unknown[]): R {
    return startActiveSpan(this, name, rest);
  }
}
