/**
 * The same app with other instrumentations of LangChain.js, each as its documentation sets it up and with its own
 * defaults, on OTel's Node provider with its batch processor and its OTLP exporter.
 */
import { VARIANTS as OURS } from '../variants.ts';

/** @type {readonly import('../variants.ts').Variant[]} */
export const VARIANTS = [
  ...OURS,
  registered('OpenInference', '@arizeai/openinference-instrumentation-langchain'),
  registered('Traceloop', '@traceloop/instrumentation-langchain'),
];

function registered(name, packageName) {
  return {
    name,
    start: async (endpoint, require) => {
      const { LangChainInstrumentation } = require(packageName);
      const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
      const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
      const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
      const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
      provider.register();
      const instrumentation = new LangChainInstrumentation();
      instrumentation.setTracerProvider(provider);
      instrumentation.manuallyInstrument(moduleOf(name, require));
      return () => provider.forceFlush();
    },
  };
}

/** What each takes by hand, with which the order of loading does not matter. */
function moduleOf(name, require) {
  const manager = require('@langchain/core/callbacks/manager');
  return name === 'Traceloop' ? { callbackManagerModule: manager } : manager;
}
