import { type TracerProvider, trace } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace-base';

/** Whose sampler was looked for last, and what was found: apps register one provider, and calls are many. */
let asked: unknown;
let found: Sampler | undefined;

/**
 * The sampler of the tracer provider that the app has registered; undefined where there is none, or none to be seen:
 * OpenTelemetry's SDK keeps it in a field of its tracers.
 */
export function registeredSampler(): Sampler | undefined {
  const registered: unknown = trace.getTracerProvider();
  if (!isProxy(registered)) return undefined;
  const delegate = registered.getDelegate();
  if (delegate === asked) return found;
  const sampler = registered.getDelegateTracer('tracewright')?._sampler;
  asked = delegate;
  found = typeof sampler?.shouldSample === 'function' ? sampler : undefined;
  return found;
}

/** What `trace.getTracerProvider()` is, whichever copy of the API made it. */
interface ProxyProvider {
  /** One and the same that does nothing as long as there is none. */
  getDelegate(): TracerProvider;
  getDelegateTracer(name: string): { readonly _sampler?: Sampler } | undefined;
}

function isProxy(provider: unknown): provider is ProxyProvider {
  return (
    typeof provider === 'object' && provider !== null && 'getDelegateTracer' in provider && 'getDelegate' in provider
  );
}
