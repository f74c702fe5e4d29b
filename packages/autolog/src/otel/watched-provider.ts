import type { Context, Span, SpanOptions, TimeInput, Tracer, TracerProvider } from '@opentelemetry/api';
import { quietly } from '@tracewright/instrumentation-core';
import { startActiveSpan } from './start-active-span.ts';

/** Is told of the spans of a provider that takes no processor of ours. */
export interface SpanWatch {
  onStart(span: Span): void;
  onEnd(span: Span): void;
}

/** The provider, but the spans that are made through it tell when they start and when they have ended. */
export function watchedProvider(provider: TracerProvider, watch: SpanWatch): TracerProvider {
  return { getTracer: (...scope) => new WatchedTracer(provider.getTracer(...scope), watch) };
}

class WatchedTracer implements Tracer {
  readonly #tracer: Tracer;
  readonly #watch: SpanWatch;

  constructor(tracer: Tracer, watch: SpanWatch) {
    this.#tracer = tracer;
    this.#watch = watch;
  }

  startSpan(name: string, options?: SpanOptions, context?: Context): Span {
    const span = this.#tracer.startSpan(name, options, context);
    // What the provider does not sample is one and the same for many, and is sent nowhere.
    if (span.isRecording()) quietly('watching a span', () => this.#follow(span));
    return span;
  }

  startActiveSpan<R>(name: string, ...rest: readonly unknown[]): R {
    return startActiveSpan(this, name, rest);
  }

  #follow(span: Span): void {
    const end = span.end.bind(span);
    span.end = (time?: TimeInput) => {
      end(time);
      this.#watch.onEnd(span);
    };
    this.#watch.onStart(span);
  }
}
