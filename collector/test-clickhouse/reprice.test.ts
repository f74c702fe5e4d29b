import { createPricer } from '@tracewright/pricing';
import type { Nanos } from '@tracewright/schema';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createLocalIngest } from '../src/ingest/local-ingest.ts';
import {
  attributes,
  jsonBody,
  SPAN_ID,
  START_NS,
  sampleRequest,
  sampleSpan,
  TRACE_ID,
} from '../src/otlp/testing/sample-request.ts';
import { repriceStore } from '../src/reprice-store.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

const OTHER_TRACE = 'aa'.repeat(16);
const LATE_SPAN = '22'.repeat(8);
const NEXT_DAY_NS = START_NS + 86_400_000_000_000n;
const CALL = attributes({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.usage.input_tokens': 1000,
  'gen_ai.usage.output_tokens': 100,
});
const PRICES = [{ model: 'gpt-4o', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }];
const DAY = { workspaceId: 'default', fromNs: START_NS as Nanos, untilNs: NEXT_DAY_NS as Nanos };

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server.stop());

test('costs of a time range are those of the prices of now, in the spans and in the sums, whatever comes later', async () => {
  const url = server.newDatabase();
  const store = await openClickHouseSpans(url);
  onTestFinished(() => store.close());
  const ingest = createLocalIngest({ store, pricer: createPricer(), resolveExperiment: async () => '0' });
  const send = (spans: readonly object[]) =>
    ingest.submit({
      signal: 'traces',
      workspaceId: 'default',
      experimentId: '',
      runId: '',
      encoding: 'json',
      body: jsonBody(sampleRequest(spans)),
    });
  const costs = async () =>
    Promise.all([TRACE_ID, OTHER_TRACE].map(async (id) => (await store.getTrace('default', id))?.costNanoUsd));
  const later = { startTimeUnixNano: String(NEXT_DAY_NS), endTimeUnixNano: String(NEXT_DAY_NS + 5n) };
  const child = { parentSpanId: SPAN_ID, attributes: [] };
  await send([
    sampleSpan({ attributes: CALL }),
    sampleSpan({ ...child, spanId: '11'.repeat(8) }),
    sampleSpan({ ...later, attributes: CALL, traceId: OTHER_TRACE }),
  ]);
  expect(await costs()).toEqual([3_500_000, 3_500_000]);
  const before = await store.lastChange('default');

  expect(await repriceStore(url, DAY)).toEqual({ traces: 0, spans: 0 });
  expect(await store.lastChange('default')).toBe(before);
  expect(await repriceStore(url, DAY, PRICES)).toEqual({ traces: 1, spans: 1 });

  expect(await costs()).toEqual([1_200_000, 3_500_000]);
  expect((await store.getSpan('default', TRACE_ID, SPAN_ID))?.record).toMatchObject({
    costNanoUsd: 1_200_000,
    costSource: 'override',
    inputTokens: 1000,
  });
  expect(await store.getSpans('default', TRACE_ID)).toHaveLength(2);
  expect(await store.lastChange('default')).toBeGreaterThan(before);
  // What another store of the same spans has remembered of the trace no longer holds.
  await send([sampleSpan({ ...child, spanId: LATE_SPAN })]);
  expect(await store.getTrace('default', TRACE_ID)).toMatchObject({ costNanoUsd: 1_200_000, spanCount: 3 });
});
