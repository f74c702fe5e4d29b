import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { attributes, jsonBody, SPAN_ID, sampleRequest, sampleSpan, TRACE_ID } from '../otlp/testing/sample-request.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { createLocalIngest } from './local-ingest.ts';
import { storingEvaluations } from './store-evaluations.ts';

const NOW = 1_767_225_600_000_000_000n as Nanos;

async function collector() {
  const { notes, close } = await openTrackingStores({ file: join(emptyFolder(), 'tracking.db') });
  onTestFinished(close);
  const local = createLocalIngest({
    store: new MemorySpanStore(),
    pricer: createPricer(),
    resolveExperiment: async () => '0',
  });
  const ingest = storingEvaluations(local, notes, () => NOW);
  const send = (signal: 'logs' | 'traces', body: Uint8Array) =>
    ingest.submit({ signal, workspaceId: 'default', experimentId: '', runId: '', encoding: 'json', body });
  return { notes, send };
}

const evaluation = (said: Readonly<Record<string, string | number>>) =>
  attributes(Object.fromEntries(Object.entries(said).map(([name, value]) => [`gen_ai.evaluation.${name}`, value])));

test('results of evaluations become feedback, whether they were logged or are events of the span, each once', async () => {
  const { notes, send } = await collector();
  const logged = {
    ...{
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      eventName: 'gen_ai.evaluation.result',
      timeUnixNano: '1700000000000000000',
    },
    attributes: evaluation({ name: 'relevance', 'score.value': 0.5, 'score.label': 'fair', explanation: 'half of it' }),
  };
  const logs = jsonBody({
    resourceLogs: [{ scopeLogs: [{ logRecords: [logged, { ...logged, eventName: 'other' }] }] }],
  });
  const event = { name: 'gen_ai.evaluation.result', attributes: evaluation({ name: 'polite', 'score.label': 'yes' }) };
  const traces = jsonBody(sampleRequest([{ ...sampleSpan(), events: [event, { name: 'other' }] }]));

  expect(await send('logs', logs)).toEqual({ accepted: 2, rejected: 0, message: '' });
  await send('traces', traces);
  await send('logs', logs);
  await send('traces', traces);

  const about = { traceId: TRACE_ID, spanId: SPAN_ID };
  const found = await notes.listFeedback('default', TRACE_ID);
  expect(found).toMatchObject([
    { ...about, name: 'relevance', value: 0.5, rationale: 'fair: half of it', source: { kind: 'judge', id: 'otlp' } },
    { ...about, name: 'polite', value: 'yes', rationale: null, source: { kind: 'code', id: 'otlp' } },
  ]);
  expect(found.map(({ createdNs }) => createdNs)).toEqual(['1700000000000000000', String(NOW)]);
});

test('an evaluation that failed, or has no name, is none', async () => {
  const { notes, send } = await collector();
  const events = [evaluation({ name: 'relevance' }), evaluation({ 'score.value': 1 })].map((said) => ({
    name: 'gen_ai.evaluation.result',
    attributes: said,
  }));
  await send('traces', jsonBody(sampleRequest([{ ...sampleSpan(), events }])));
  expect(await notes.listFeedback('default', TRACE_ID)).toEqual([]);
});

test('the variants that spans were done with become tags of their traces, and what is none is passed over', async () => {
  const { notes, send } = await collector();
  const spanWith = (spanId: string, variants: string) => ({
    ...sampleSpan(),
    spanId,
    attributes: attributes({ 'tracewright.variants': variants }),
  });
  const spans = [
    spanWith('00000000000000a1', '{"checkout":"B","":"x","odd":4}'),
    spanWith('00000000000000a2', '{"checkout":"B","tone":"formal"}'),
    spanWith('00000000000000a3', 'no JSON'),
    spanWith('00000000000000a4', '["B"]'),
  ];
  expect(await send('traces', jsonBody(sampleRequest(spans)))).toEqual({ accepted: 4, rejected: 0, message: '' });
  const tags = await notes.getTraceTags('default', [TRACE_ID]);
  expect(tags.get(TRACE_ID)).toEqual({ 'variant.checkout': 'B', 'variant.tone': 'formal' });
});

test('a name that no database can keep does not keep spans from being stored', async () => {
  const { notes, send } = await collector();
  const long = 'a'.repeat(255);
  const variants = JSON.stringify({ 'test\0': 'b\0', [`${long}\u{1f600}`]: 'x', [`${long}\u{1f000}`]: 'x' });
  const event = { name: 'gen_ai.evaluation.result', attributes: evaluation({ name: 'n\0', 'score.value': 1 }) };
  const span = { ...sampleSpan(), attributes: attributes({ 'tracewright.variants': variants }), events: [event] };

  expect(await send('traces', jsonBody(sampleRequest([span])))).toMatchObject({ accepted: 1, rejected: 0 });

  const tags = (await notes.getTraceTags('default', [TRACE_ID])).get(TRACE_ID);
  expect(Object.keys(tags ?? {})).toHaveLength(2);
  expect(Object.values(tags ?? {}).toSorted()).toEqual(['b\ufffd', 'x']);
  expect(await notes.listFeedback('default', TRACE_ID)).toMatchObject([{ name: 'n\ufffd', value: 1 }]);
});
