import { context, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { OpenAI } from 'openai';
import { MODEL, QUESTION } from './canned-answers.ts';

/** Attributes as many and as long as those of a chat, which nobody reads from anywhere. */
const ATTRIBUTES = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': MODEL,
  'gen_ai.request.temperature': 0.2,
  'gen_ai.response.id': 'chatcmpl-bench',
  'gen_ai.response.model': MODEL,
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.usage.input_tokens': 140,
  'gen_ai.usage.output_tokens': 88,
  'gen_ai.usage.cache_read.input_tokens': 64,
  'gen_ai.usage.reasoning.output_tokens': 0,
  'gen_ai.usage.cost': 0.000069,
  'openai.api.type': 'chat_completions',
  'openai.response.service_tier': 'default',
  'openai.response.system_fingerprint': 'fp_bench',
  'server.address': 'api.openai.com',
  'server.port': 443,
  'tracewright.span.kind': 'llm',
  'tracewright.request_id': 'req_bench',
  'tracewright.cost.source': 'pricelist',
  'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: QUESTION }] }]),
  'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: QUESTION }] }]),
};

let tracer: Tracer | undefined;

/** Sets OTel's own SDK up, as its documentation does. @returns sends everything that is pending */
export async function startBareSpans(endpoint: string): Promise<() => Promise<void>> {
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  tracer = provider.getTracer('bare');
  return () => provider.forceFlush();
}

/**
 * Makes each call of a client under a span that ends when its promise does: what is left of any tracing if it reads
 * nothing.
 */
export function withBareSpans(client: OpenAI): OpenAI {
  for (const resource of [client.chat.completions, client.responses, client.embeddings]) {
    const create = resource.create as (...args: unknown[]) => Promise<unknown>;
    Object.assign(resource, {
      create: (...args: unknown[]): Promise<unknown> => {
        const span = (tracer as Tracer).startSpan('chat', { kind: SpanKind.CLIENT, attributes: ATTRIBUTES });
        const under = trace.setSpan(context.active(), span);
        return context.with(under, () => create.apply(resource, args)).finally(() => span.end());
      },
    });
  }
  return client;
}
