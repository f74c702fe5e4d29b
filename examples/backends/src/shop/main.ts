/**
 * The app whose traces are sent: a user's span around a completion that asks for a tool, the tool, a retriever, a streamed
 * LangChain chain and embeddings; and a second trace with a call that fails. Prints both traces' ids as JSON. Where
 * spans go is said by the standard `OTEL_EXPORTER_OTLP_*` variables, or by `SHOP_DESTINATIONS`, a JSON list of
 * `autolog()`'s destinations.
 */
import { ChatOpenAI } from '@langchain/openai';
import { trace } from '@opentelemetry/api';
import { autolog, type Destination } from '@tracewright/autolog';
import { DEMO_PRICES, INSTANT, startModelServer } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { answerChain } from './answer-chain.ts';
import { HelpRetriever } from './help-retriever.ts';
import { trackOrder, trackOrderTool } from './track-order.ts';

const models = await startModelServer({ pace: INSTANT });
const destinations = JSON.parse(process.env.SHOP_DESTINATIONS ?? '[]') as readonly Destination[];
const tracing = autolog({ serviceName: 'shop', prices: DEMO_PRICES, destinations });
const client = { apiKey: 'none', baseURL: models.url };
const openai = new OpenAI(client);
const chatModel = new ChatOpenAI({ model: 'demo-large', apiKey: client.apiKey, configuration: client });

async function helpCustomer(): Promise<void> {
  const asked = await openai.chat.completions.create({
    model: 'demo-small',
    messages: [{ role: 'user', content: 'Can you track order A-4711?' }],
    tools: [trackOrderTool],
  });
  const [call] = asked.choices[0]?.message.tool_calls ?? [];
  if (call?.type !== 'function') throw new Error('the stand-in did not ask for the tool');
  const context = await trackOrder(call.function.arguments);
  await new HelpRetriever().invoke('How long does delivery take?');
  const pieces = await answerChain(chatModel).stream({ context, question: 'When does order A-4711 arrive?' });
  for await (const _piece of pieces) {
    // Read to its end, as an app that shows the answer would.
  }
  await openai.embeddings.create({ model: 'demo-embedding', input: ['order A-4711', 'parcels'] });
}

async function askRetiredModel(): Promise<void> {
  const asked = openai.chat.completions.create({ model: 'retired', messages: [{ role: 'user', content: 'Hello?' }] });
  // An app that lives with the failure; the step that failed says so all the same.
  await asked.catch(() => {});
}

/** Runs work under a span of the app's own, with nothing but OpenTelemetry's API. */
function inTrace(name: string, work: () => Promise<void>): Promise<{ traceId: string; rootSpanId: string }> {
  return trace.getTracer('shop').startActiveSpan(name, async (span) => {
    await work();
    span.end();
    const { traceId, spanId } = span.spanContext();
    return { traceId, rootSpanId: spanId };
  });
}

const helped = await inTrace('help a customer', helpCustomer);
const failed = await inTrace('ask a retired model', askRetiredModel);
await tracing.shutdown();
await models.close();
console.log(JSON.stringify({ helped, failed }));
