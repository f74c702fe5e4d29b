import { createPricer } from '@tracewright/pricing';
import { expect, test } from 'vitest';
import { spanDetail } from '../normalise/span-detail.ts';
import { type Library, recordedBody } from '../normalise/testing/recorded-spans.ts';
import type { OtlpSignal } from '../otlp/encoding.ts';
import { attributes, jsonBody, SPAN_ID, sampleRequest, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { createLocalIngest } from './local-ingest.ts';

function collector() {
  const store = new MemorySpanStore();
  const pricer = createPricer();
  const ingest = createLocalIngest({ store, pricer, resolveExperiment: async () => '0' });
  const send = (signal: OtlpSignal, body: Uint8Array) =>
    ingest.submit({ signal, workspaceId: 'default', experimentId: '', runId: '', encoding: 'json', body });
  const detail = async (traceId: string, spanId: string) =>
    spanDetail((await store.getSpan('default', traceId, spanId))!, pricer);
  return { store, send, detail };
}

/** The first call that one of OpenTelemetry's own instrumentations of the OpenAI SDK recorded, which log its messages. */
function firstCall(library: Library): { traceId: string; spanId: string } {
  return JSON.parse(Buffer.from(recordedBody(library)).toString()).resourceSpans[0].scopeSpans[0].spans[0];
}

test.each<[OtlpSignal, OtlpSignal, Library]>([
  ['logs', 'traces', 'otel-genai'],
  ['traces', 'logs', 'otel-genai'],
  ['logs', 'traces', 'otel-python'],
])('messages that were logged belong to their span: %s came before %s of %s', async (first, second, library) => {
  const { store, send, detail } = collector();
  const { traceId, spanId } = firstCall(library);

  await send(first, recordedBody(library));
  await send(second, recordedBody(library));

  expect((await store.getTrace('default', traceId))?.preview).toBe('How long is the Nile?');
  const { content } = await detail(traceId, spanId);
  const text = (role: string, said: string) => ({ role, parts: [{ type: 'text', content: said }] });
  expect(content.system).toEqual([text('system', 'You answer in one sentence.')]);
  expect(content.inputMessages).toEqual([text('user', 'How long is the Nile?')]);
  expect(content.outputMessages).toMatchObject([
    {
      role: 'assistant',
      finish_reason: 'stop',
      parts: [{ type: 'text', content: expect.stringContaining('stand-in') }],
    },
  ]);
});

test('the result of an evaluation stands among the events of the span that it judges', async () => {
  const { send, detail } = collector();
  const result = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    eventName: 'gen_ai.evaluation.result',
    attributes: attributes({ 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': 0.5 }),
  };

  await send('traces', jsonBody(sampleRequest([sampleSpan()])));
  const answer = await send('logs', jsonBody({ resourceLogs: [{ scopeLogs: [{ logRecords: [result, {}] }] }] }));

  expect(answer).toMatchObject({ accepted: 2, rejected: 0, message: '' });
  expect((await detail(TRACE_ID, SPAN_ID)).events).toMatchObject([
    {
      name: 'gen_ai.evaluation.result',
      attributes: { 'gen_ai.evaluation.name': 'relevance', 'gen_ai.evaluation.score.value': 0.5 },
    },
  ]);
});
