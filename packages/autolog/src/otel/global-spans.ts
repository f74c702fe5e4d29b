import {
  type Context,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { startActiveSpan } from './start-active-span.ts';

/** What `trace.getTracerProvider()` is, whichever copy of the API made it. */
interface ProxyProvider extends TracerProvider {
  getDelegate(): TracerProvider;
  getDelegateTracer(name: string): Tracer | undefined;
  setDelegate(delegate: TracerProvider | undefined): void;
}

/**
 * Lets spans that the app makes through `@opentelemetry/api` join ours as long as the app has no provider of its own.
 * Nothing is registered globally: a provider that the app registers later takes over, also for tracers handed out in
 * the meantime.
 *
 * @returns ends it.
 */
export function joinGlobalSpans(own: TracerProvider): () => void {
  const proxy = trace.getTracerProvider();
  // A tracer of the delegate exists: somebody else is there already.
  if (!isProxy(proxy) || proxy.getDelegateTracer('tracewright') !== undefined) return () => {};
  let isJoined = true;
  const joined: TracerProvider = {
    getTracer: (name, version, options) => {
      const tracerOf = (provider: TracerProvider) => provider.getTracer(name, version, options);
      return new JoinedTracer(currentProvider, tracerOf);
    },
  };
  const currentProvider = (): TracerProvider | undefined => {
    const registered = trace.getTracerProvider();
    if (registered !== proxy) return registered;
    const delegate = proxy.getDelegate();
    if (delegate !== joined) return delegate;
    return isJoined ? own : undefined;
  };
  proxy.setDelegate(joined);
  return () => {
    isJoined = false;
    if (proxy.getDelegate() === joined) proxy.setDelegate(undefined);
  };
}

function isProxy(provider: TracerProvider): provider is ProxyProvider {
  return 'getDelegateTracer' in provider && 'getDelegate' in provider && 'setDelegate' in provider;
}

/** A tracer that asks at each span who takes it. */
class JoinedTracer implements Tracer {
  readonly #currentProvider: () => TracerProvider | undefined;
  readonly #tracerOf: (provider: TracerProvider) => Tracer;
  #provider: TracerProvider | undefined;
  #tracer: Tracer | undefined;

  constructor(currentProvider: () => TracerProvider | undefined, tracerOf: (provider: TracerProvider) => Tracer) {
    this.#currentProvider = currentProvider;
    this.#tracerOf = tracerOf;
  }

  startSpan(name: string, options?: SpanOptions, context?: Context): Span {
    return this.#current()?.startSpan(name, options, context) ?? trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  }

  startActiveSpan<R>(name: string, ...rest: readonly unknown[]): R {
    return startActiveSpan(this, name, rest);
  }

  #current(): Tracer | undefined {
    const provider = this.#currentProvider();
    if (provider !== this.#provider) {
      this.#provider = provider;
      this.#tracer = provider && this.#tracerOf(provider);
    }
    return this.#tracer;
  }
}
