import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { OpenAIInstrumentation } from '@tracewright/instrumentation-openai';

const exporter = new InMemorySpanExporter();

/** Sets tracing up, as an app would. */
export function startTracing() {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  return new OpenAIInstrumentation();
}

/** Makes one call with each class, without a network, and prints how many spans and patched copies there are. */
export async function report(instrumentation, ...classes) {
  const answer = { id: '1', model: 'demo', choices: [] };
  for (const OpenAI of classes) {
    const client = new OpenAI({
      apiKey: 'test',
      baseURL: 'http://model.test/v1',
      fetch: async () => Response.json(answer),
    });
    await client.chat.completions.create({ model: 'demo', messages: [] });
  }
  console.log(JSON.stringify({ spans: exporter.getFinishedSpans().length, copies: instrumentation.patchedCopies }));
}
