import { createRequire } from 'node:module';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OpenAIInstrumentation } from '@opentelemetry/instrumentation-openai';
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { makeOpenAiCalls, OPENAI_OPTIONS } from './openai-calls.mjs';
import { RESOURCE, startProvider } from './provider.mjs';

// Its patches apply to what `require` loads after it was enabled.
const provider = startProvider();
const logs = new LoggerProvider({
  resource: RESOURCE,
  processors: [
    new SimpleLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${process.env.OTLP_URL}/v1/logs` }) }),
  ],
});
const instrumentation = new OpenAIInstrumentation({ captureMessageContent: true });
instrumentation.setTracerProvider(provider);
instrumentation.setLoggerProvider(logs);
instrumentation.setMeterProvider(new MeterProvider());
instrumentation.enable();
const { OpenAI } = createRequire(import.meta.url)('openai');
await makeOpenAiCalls(new OpenAI(OPENAI_OPTIONS));
await provider.shutdown();
await logs.shutdown();
