import { trace } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace-base';

/**
 * The sampler of the tracer provider that the app has registered; undefined where there is none, or none to be seen:
 * OpenTelemetry's SDK keeps it in a field of its tracers.
 */
export function registeredSampler(): Sampler | undefined {
  const registered: unknown = trace.getTracerProvider();
  if (!isProxy(registered)) return undefined;
  const tracer = registered.getDelegateTracer('tracewright');
  const sampler = tracer?._sampler;
  return typeof sampler?.shouldSample === 'function' ? sampler : undefined;
}

/** What `trace.getTracerProvider()` is, whichever copy of the API made it. */
interface ProxyProvider {
  getDelegateTracer(name: string): { readonly _sampler?: Sampler } | undefined;
}

function isProxy(provider: unknown): provider is ProxyProvider {
  return typeof provider === 'object' && provider !== null && 'getDelegateTracer' in provider;
}
