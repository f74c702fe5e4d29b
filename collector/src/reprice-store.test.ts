import { join } from 'node:path';
import { createPricer } from '@tracewright/pricing';
import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { createLocalIngest } from './ingest/local-ingest.ts';
import {
  attributes,
  jsonBody,
  SPAN_ID,
  START_NS,
  sampleRequest,
  sampleSpan,
  TRACE_ID,
} from './otlp/testing/sample-request.ts';
import { repriceStore } from './reprice-store.ts';
import { openSqliteSpanStore } from './storage/spans/sqlite/sqlite-span-store.ts';
import { emptyFolder } from './testing/empty-folder.ts';

const OTHER_TRACE = 'aa'.repeat(16);
const NEXT_DAY_NS = START_NS + 86_400_000_000_000n;
const CALL = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
};
const PRICES = [{ model: 'gpt-4o', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }];
const DAY = { workspaceId: 'default', fromNs: START_NS as Nanos, untilNs: NEXT_DAY_NS as Nanos };

/** A store with a trace of one call on the day, and the same call a day later. */
async function storeWith(values: Record<string, string | number>) {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  const ingest = createLocalIngest({ store, pricer: createPricer(), resolveExperiment: async () => '0' });
  const given = { attributes: attributes(values) };
  const later = { startTimeUnixNano: String(NEXT_DAY_NS), endTimeUnixNano: String(NEXT_DAY_NS + 5n) };
  const body = jsonBody(
    sampleRequest([
      sampleSpan(given),
      sampleSpan({ ...given, spanId: '11'.repeat(8), parentSpanId: SPAN_ID, attributes: [] }),
      sampleSpan({ ...given, ...later, traceId: OTHER_TRACE }),
    ]),
  );
  await ingest.submit({
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding: 'json',
    body,
  });
  const costs = async () =>
    Promise.all([TRACE_ID, OTHER_TRACE].map(async (id) => (await store.getTrace('default', id))?.costNanoUsd));
  return { file, store, costs };
}

test('costs of a time range are those of the prices of now, in the spans and in the sums', async () => {
  const { file, store, costs } = await storeWith(CALL);
  expect(await costs()).toEqual([3_500_000, 3_500_000]);

  const repriced = await repriceStore(file, DAY, PRICES);

  expect(repriced).toEqual({ traces: 1, spans: 1 });
  expect(await costs()).toEqual([1_200_000, 3_500_000]);
  expect((await store.getSpan('default', TRACE_ID, SPAN_ID))?.record).toMatchObject({
    costNanoUsd: 1_200_000,
    costSource: 'override',
    inputTokens: 1000,
  });
  expect(await store.getSpans('default', TRACE_ID)).toHaveLength(2);
  expect((await store.changes('default', 2, 10)).traceIds).toEqual([TRACE_ID]);
  await store.close();
});

test('what costs the same as before is not written anew', async () => {
  const { file, store } = await storeWith(CALL);

  expect(await repriceStore(file, DAY)).toEqual({ traces: 0, spans: 0 });
  await store.close();
});

test('a cost that the provider reported stays', async () => {
  const { file, store, costs } = await storeWith({
    ...CALL,
    'gen_ai.usage.cost': 0.5,
    'tracewright.cost.source': 'provider',
  });

  expect(await repriceStore(file, DAY, PRICES)).toEqual({ traces: 0, spans: 0 });
  expect(await costs()).toEqual([500_000_000, 500_000_000]);
  await store.close();
});

test('a store that goes on growing sums up by the new prices', async () => {
  const { file, store, costs } = await storeWith(CALL);
  const pricer = createPricer(PRICES);
  await repriceStore(file, DAY, PRICES);

  const late = sampleSpan({ spanId: '22'.repeat(8), parentSpanId: '33'.repeat(8), attributes: attributes(CALL) });
  const ingest = createLocalIngest({ store, pricer, resolveExperiment: async () => '0' });
  const body = jsonBody(sampleRequest([late]));
  await ingest.submit({
    signal: 'traces',
    workspaceId: 'default',
    experimentId: '',
    runId: '',
    encoding: 'json',
    body,
  });

  expect((await costs())[0]).toBe(2_400_000);
  expect(await store.getSpans('default', TRACE_ID)).toHaveLength(3);
  await store.close();
});
