import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../src/filter/expression.ts';
import { ClickHouseDatabase } from '../src/storage/spans/clickhouse/clickhouse-database.ts';
import { parseClickHouseLocation } from '../src/storage/spans/clickhouse/clickhouse-location.ts';
import { openClickHouseSpans } from '../src/storage/spans/clickhouse/open-clickhouse-spans.ts';
import { unpackSpans } from '../src/storage/spans/clickhouse/payloads/span-pack.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../src/storage/spans/contract/sample-span.ts';
import { sentSpan } from '../src/storage/spans/contract/sent-span.ts';
import type { SpanStore } from '../src/storage/spans/span-store.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

const TRACES = [1, 2, 3];
const ALL = { workspaceId: 'default', filter: MATCH_ALL, limit: 100 } as const;

let server: ClickHouseServer;
beforeAll(async () => {
  server = await openClickHouseServer();
});
afterAll(() => server?.stop());

async function opened(url: string): Promise<SpanStore> {
  const store = await openClickHouseSpans(url);
  onTestFinished(() => store.close());
  return store;
}

function databaseAt(url: string): ClickHouseDatabase {
  const database = new ClickHouseDatabase(parseClickHouseLocation(url)!);
  onTestFinished(() => database.close());
  return database;
}

function payloadOf(trace: number): Uint8Array {
  return new Uint8Array(
    sentSpan('step', { text: `hello ${trace}`, ...(trace === 1 && { 'tracewright.truncated': 'text' }) }),
  );
}

function spanOf(trace: number) {
  return sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(trace), payload: payloadOf(trace) });
}

/** What a database has kept of payloads, whether anybody can ask for it or not. */
async function tracesKept(database: ClickHouseDatabase): Promise<readonly string[]> {
  const reader = await database.read('SELECT frame FROM payload_blocks');
  return reader.all((from) => [...unpackSpans(from.slice())].map(({ traceId }) => traceId)).flat();
}

test('a store in which each payload has a row of its own moves up, and what comes then stands beside it', async () => {
  const url = server.newDatabase();
  const database = databaseAt(url);
  const before = await openClickHouseSpans(url);
  await before.append([sampleBatch(TRACES.map(spanOf))]);
  await before.close();
  // As it was before: rows of spans that know no block, and a row for each payload.
  for (const trace of TRACES) {
    await database.command(
      'INSERT INTO payloads (workspace, minute, trace_id, span_id, version, is_truncated, payload, resource, scope) ' +
        'SELECT workspace, minute, trace_id, span_id, version, {isTruncated:Bool}, unhex({payload:String}), char(7), char(8) ' +
        'FROM spans WHERE trace_id = unhex({traceId:String})',
      {
        isTruncated: trace === 1,
        payload: Buffer.from(payloadOf(trace)).toString('hex'),
        traceId: traceIdOf(trace),
      },
    );
  }
  await database.command('ALTER TABLE spans DROP COLUMN block, DROP COLUMN is_truncated');
  await database.command('DROP TABLE payload_blocks SYNC');
  await database.command('ALTER TABLE migrations DELETE WHERE number >= 3 SETTINGS mutations_sync = 2');

  const store = await opened(url);
  await store.append([sampleBatch([spanOf(4)])]);

  for (const trace of [...TRACES, 4]) {
    const [span] = (await store.getStoredSpans('default', traceIdOf(trace)))!;
    expect(span).toMatchObject({ resource: new Uint8Array([7]), scope: new Uint8Array([8]) });
    expect(span!.record.payload).toEqual(payloadOf(trace));
  }
  expect(await store.quality('default')).toMatchObject({ spanCount: 4, truncated: 1 });
  const filter = { type: 'text', text: 'hello', isPrefix: false } as const;
  expect(await store.listTraces({ ...ALL, filter })).toMatchObject({ total: 4 });
  expect(await store.deleteTraces('default', [1, 4].map(traceIdOf))).toBe(2);
  expect(await store.quality('default')).toMatchObject({ spanCount: 2, truncated: 0 });
  expect((await store.getStoredSpans('default', traceIdOf(2)))![0]!.record.payload).toEqual(payloadOf(2));
});

test('of a trace that is taken out nothing is left in a block that others share, and they stay as they are', async () => {
  const url = server.newDatabase();
  const store = await opened(url);
  const database = databaseAt(url);
  await store.append([sampleBatch(TRACES.map(spanOf))]);
  expect(await tracesKept(database)).toEqual(TRACES.map(traceIdOf));

  await store.deleteTraces('default', [traceIdOf(2)]);

  expect(await tracesKept(database)).toEqual([1, 3].map(traceIdOf));
  for (const trace of [1, 3]) {
    const span = await store.getSpan('default', traceIdOf(trace), spanIdOf(trace));
    expect(span?.record.payload).toEqual(payloadOf(trace));
  }
  await store.deleteTraces('default', [1, 3].map(traceIdOf));
  expect(await tracesKept(database)).toEqual([]);
});

test('a trace in several blocks is read as a whole, and written anew where its root comes late', async () => {
  const store = await opened(server.newDatabase());
  const child = (span: number) =>
    sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(span), parentSpanId: spanIdOf(1), payload: payloadOf(span) });
  await store.append([sampleBatch([child(5), child(6)])]);
  await store.append([sampleBatch([spanOf(1)])]);

  const spans = await store.getStoredSpans('default', traceIdOf(1));
  expect(spans?.map(({ record }) => record.payload)).toEqual([1, 5, 6].map(payloadOf));
});
