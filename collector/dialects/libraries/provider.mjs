import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

export const RESOURCE = resourceFromAttributes({ 'service.name': 'dialects' });

/** A tracer provider, made the global one, whose spans go to the recorder as OTLP in JSON. */
export function startProvider(wrap = (exporter) => new SimpleSpanProcessor(exporter)) {
  const exporter = new OTLPTraceExporter({ url: `${process.env.OTLP_URL}/v1/traces` });
  const provider = new NodeTracerProvider({ resource: RESOURCE, spanProcessors: [wrap(exporter)] });
  provider.register({ contextManager: new AsyncLocalStorageContextManager().enable() });
  return provider;
}
