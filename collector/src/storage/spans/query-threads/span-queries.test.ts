import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { testApp } from '../../../testing/test-app.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { spanStoreContract } from '../span-store.contract.ts';
import type { SpanStore } from '../span-store.ts';
import { openSqliteSpanStore } from '../sqlite/sqlite-span-store.ts';
import { fillTexts } from '../sqlite/text/fill-texts.test.support.ts';
import { openSpanQueries } from './span-queries.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-queries-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A writer on this thread, all questions through the query thread: as a collector has it. */
async function writerAndQueries(file: string): Promise<SpanStore> {
  const writer = openSqliteSpanStore({ file });
  return joined(writer, await openSpanQueries({ file }));
}

function joined(writer: Pick<SpanStore, 'append' | 'close'>, queries: SpanStore): SpanStore {
  return {
    append: (batches) => writer.append(batches),
    listTraces: (query) => queries.listTraces(query),
    getTrace: (...ids) => queries.getTrace(...ids),
    getSpans: (...ids) => queries.getSpans(...ids),
    getSkeleton: (...which) => queries.getSkeleton(...which),
    getSpan: (...ids) => queries.getSpan(...ids),
    getSpansById: (...ids) => queries.getSpansById(...ids),
    getSentSpans: (...ids) => queries.getSentSpans(...ids),
    getStoredSpans: (...ids) => queries.getStoredSpans(...ids),
    getStoredTraces: (...which) => queries.getStoredTraces(...which),
    changes: (...cursor) => queries.changes(...cursor),
    runTraces: (...cursor) => queries.runTraces(...cursor),
    lateEvents: (...cursor) => queries.lateEvents(...cursor),
    deleteTraces: (...ids) => queries.deleteTraces(...ids),
    sizeBytes: () => queries.sizeBytes(),
    oldestTraces: (query) => queries.oldestTraces(query),
    deleteLostEvents: (...before) => queries.deleteLostEvents(...before),
    lastChange: (workspaceId) => queries.lastChange(workspaceId),
    stats: () => queries.stats(),
    quality: (workspaceId) => queries.quality(workspaceId),
    aggregate: (request) => queries.aggregate(request),
    facets: (request) => queries.facets(request),
    histogram: (request) => queries.histogram(request),
    sessions: (request) => queries.sessions(request),
    listSpans: (query) => queries.listSpans(query),
    close: async () => {
      await queries.close();
      await writer.close();
    },
  };
}

/**
 * The whole contract on one file and one thread: starting a thread for each of its cases would take far longer than
 * they do. Each case has workspaces of its own, and none may notice the others.
 */
describe('one thread for all', { tags: 'thorough' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-queries-'));
  let shared: SpanStore;
  beforeAll(async () => {
    shared = await writerAndQueries(join(folder, 'spans.db'));
  });
  afterAll(async () => {
    await shared.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let cases = 0;
  spanStoreContract('SQLite through the query thread', async () => {
    const store = inWorkspaces(shared, `case ${++cases}, `);
    const read = async () => fillTexts(join(folder, 'spans.db'));
    return { store, read, reopen: async () => store, reader: async () => store };
  });
});

/** The same store under other names of workspaces. Closing it is left to whoever opened it. */
function inWorkspaces(store: SpanStore, prefix: string): SpanStore {
  const named = (workspaceId: string): string => prefix + workspaceId;
  return {
    append: (batches) => store.append(batches.map((batch) => ({ ...batch, workspaceId: named(batch.workspaceId) }))),
    listTraces: (query) => store.listTraces({ ...query, workspaceId: named(query.workspaceId) }),
    getTrace: (workspaceId, traceId) => store.getTrace(named(workspaceId), traceId),
    getSpans: (workspaceId, traceId) => store.getSpans(named(workspaceId), traceId),
    getSkeleton: (workspaceId, ...which) => store.getSkeleton(named(workspaceId), ...which),
    getSpan: (workspaceId, ...ids) => store.getSpan(named(workspaceId), ...ids),
    getSpansById: (workspaceId, ids) => store.getSpansById(named(workspaceId), ids),
    getSentSpans: (workspaceId, ids) => store.getSentSpans(named(workspaceId), ids),
    getStoredSpans: (workspaceId, traceId) => store.getStoredSpans(named(workspaceId), traceId),
    getStoredTraces: (workspaceId, ...which) => store.getStoredTraces(named(workspaceId), ...which),
    changes: (workspaceId, ...cursor) => store.changes(named(workspaceId), ...cursor),
    runTraces: (workspaceId, ...cursor) => store.runTraces(named(workspaceId), ...cursor),
    lateEvents: (workspaceId, ...cursor) => store.lateEvents(named(workspaceId), ...cursor),
    deleteTraces: (workspaceId, traceIds) => store.deleteTraces(named(workspaceId), traceIds),
    sizeBytes: () => store.sizeBytes(),
    oldestTraces: (query) => store.oldestTraces({ ...query, workspaceId: named(query.workspaceId) }),
    deleteLostEvents: (workspaceId, before) => store.deleteLostEvents(named(workspaceId), before),
    lastChange: (workspaceId) => store.lastChange(named(workspaceId)),
    stats: () => store.stats(),
    quality: (workspaceId) => store.quality(named(workspaceId)),
    aggregate: (request) => store.aggregate({ ...request, workspaceId: named(request.workspaceId) }),
    facets: (request) => store.facets({ ...request, workspaceId: named(request.workspaceId) }),
    histogram: (request) => store.histogram({ ...request, workspaceId: named(request.workspaceId) }),
    sessions: (request) => store.sessions({ ...request, workspaceId: named(request.workspaceId) }),
    listSpans: (query) => store.listSpans({ ...query, workspaceId: named(query.workspaceId) }),
    close: async () => {},
  };
}

test('what was written is there for the next writer and the next thread', async () => {
  const file = join(newFolder(), 'spans.db');
  const first = await writerAndQueries(file);
  await first.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })])]);
  const before = await first.getTrace('default', traceIdOf(1));
  await first.close();

  const second = await writerAndQueries(file);
  onTestFinished(() => second.close());
  expect(before).toBeDefined();
  expect(await second.getTrace('default', traceIdOf(1))).toEqual(before);
});

test('the query thread opens a store that nobody has written yet', async () => {
  const queries = await openSpanQueries({ file: join(newFolder(), 'deep', 'spans.db') });
  expect(await queries.getTrace('default', traceIdOf(1))).toBeUndefined();
  await queries.close();
});

test('a file that is no store is refused with its code', async () => {
  const file = join(newFolder(), 'spans.db');
  writeFileSync(file, 'this is a text, and long enough to be taken for the header of a database file, or so it hopes');
  await expect(openSpanQueries({ file })).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_UNREADABLE' });
});

test('who wants to write while another process does is told to come again, however many do, and who reads is answered', async () => {
  const file = join(newFolder(), 'spans.db');
  const store = joined(openSqliteSpanStore({ file }), await openSpanQueries({ file, busyTimeoutMs: 100 }));
  onTestFinished(() => store.close());
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })])]);
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  const app = testApp({ api: { spans: store } });
  const remove = () => app.request(`/api/v1/traces/delete?filter=id=${traceIdOf(1)}`, { method: 'POST' });
  const read = () => app.request('/api/v1/traces?order=cost');

  other.exec('BEGIN IMMEDIATE');
  const [list, ...told] = await Promise.all([read(), remove(), remove(), remove(), remove()]);
  other.exec('ROLLBACK');
  const removed = await remove();

  expect(list.status).toBe(200);
  expect(told.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(told.map(() => [503, '1']));
  expect([removed.status, await removed.json()]).toEqual([200, { count: 1, isDryRun: false }]);
});

test('questions after the end are refused, closing twice is harmless', async () => {
  const queries = await openSpanQueries({ file: join(newFolder(), 'spans.db') });
  await queries.close();
  await queries.close();
  await expect(queries.getTrace('default', traceIdOf(1))).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
});

test('the query thread does not append', async () => {
  const queries = await openSpanQueries({ file: join(newFolder(), 'spans.db') });
  onTestFinished(() => queries.close());
  const span = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) });
  await expect(queries.append([sampleBatch([span])])).rejects.toThrow('does not append');
});
