import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createPricer } from '@tracewright/pricing';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../../app-env.ts';
import { createLocalIngest } from '../../ingest/local-ingest.ts';
import { spanDetail } from '../../normalise/span-detail.ts';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import { otlpRoutes } from './otlp-routes.ts';

const SERIALIZERS = [
  ['application/json', JsonTraceSerializer],
  ['application/x-protobuf', ProtobufTraceSerializer],
] as const;

test.each(SERIALIZERS)("what OpenTelemetry's own SDK sends as %s arrives whole", async (contentType, serializer) => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const span = provider.getTracer('sdk-test', '2.0').startSpan('chat gpt-4o', {
    kind: SpanKind.CLIENT,
    startTime: [1_790_000_000, 123_456_789],
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.response.finish_reasons': ['stop'],
      'user.id': 'Zoë',
      flag: true,
      negative: -7,
    },
  });
  span.addEvent('noted', { at: 'once' }, [1_790_000_000, 200_000_000]);
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'no luck' });
  span.end([1_790_000_001, 123_456_789]);
  const store = new MemorySpanStore();
  const resolveExperiment = async (): Promise<string> => '0';
  const ingest = createLocalIngest({ store, pricer: createPricer(), resolveExperiment });
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('principal', { workspaceId: 'default', subject: 'test', scopes: ['ingest'], via: 'open' });
    await next();
  });
  app.route('/v1', otlpRoutes({ ingest, resolveExperiment }));

  const body = new Uint8Array(serializer.serializeRequest(exporter.getFinishedSpans()) ?? []);
  const res = await app.request('/v1/traces', { method: 'POST', headers: { 'content-type': contentType }, body });

  expect(res.status).toBe(200);
  expect(serializer.deserializeResponse(new Uint8Array(await res.arrayBuffer()))).toEqual({});
  const { traceId, spanId } = span.spanContext();
  const stored = await store.getSpan('default', traceId, spanId);
  expect(spanDetail(stored!, createPricer())).toMatchObject({
    name: 'chat gpt-4o',
    kind: 'llm',
    otelKind: 3,
    startNs: '1790000000123456789',
    durationMs: 1000,
    status: 'error',
    statusMessage: 'no luck',
    usage: { inputTokens: 12 },
    attributes: {
      'gen_ai.request.temperature': 0.5,
      'gen_ai.response.finish_reasons': ['stop'],
      'user.id': 'Zoë',
      flag: true,
      negative: -7,
    },
    events: [{ name: 'noted', timeNs: '1790000000200000000', attributes: { at: 'once' } }],
    scope: { name: 'sdk-test', version: '2.0' },
  });
});
