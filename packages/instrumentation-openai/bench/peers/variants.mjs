/**
 * The same app with other instrumentations of the openai SDK, each as its documentation sets it up and with its own
 * defaults, on OTel's Node provider with its batch processor and its OTLP exporter.
 */
import { createRequire } from 'node:module';
import { VARIANTS as OURS } from '../variants.ts';

const require = createRequire(import.meta.url);

/** @type {readonly import('../variants.ts').Variant[]} */
export const VARIANTS = [
  ...OURS,
  registered('OpenTelemetry', '@opentelemetry/instrumentation-openai', 'OpenAIInstrumentation'),
  registered('OpenInference', '@arizeai/openinference-instrumentation-openai', 'OpenAIInstrumentation'),
  registered('Traceloop', '@traceloop/instrumentation-openai', 'OpenAIInstrumentation'),
  {
    name: 'Langfuse',
    start: async (endpoint) => {
      const flush = startProvider(endpoint, []);
      return flush;
    },
    wrap: (client) => require('@langfuse/openai').observeOpenAI(client),
  },
];

function registered(name, packageName, className) {
  return {
    name,
    start: async (endpoint) => {
      const { [className]: Instrumentation } = require(packageName);
      return startProvider(endpoint, [new Instrumentation()]);
    },
  };
}

function startProvider(endpoint, instrumentations) {
  const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
  const { registerInstrumentations } = require('@opentelemetry/instrumentation');
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  registerInstrumentations({ instrumentations, tracerProvider: provider });
  return () => provider.forceFlush();
}
