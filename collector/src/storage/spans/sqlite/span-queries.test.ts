import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { spanStoreContract } from '../span-store.contract.ts';
import type { SpanStore } from '../span-store.ts';
import { openSpanQueries } from './span-queries.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-queries-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A writer on this thread, all questions through the query thread: as a collector has it. */
async function writerAndQueries(file: string): Promise<SpanStore> {
  const writer = openSqliteSpanStore({ file });
  const queries = await openSpanQueries({ file });
  return {
    append: (batches) => writer.append(batches),
    listTraces: (query) => queries.listTraces(query),
    getTrace: (...ids) => queries.getTrace(...ids),
    getSpans: (...ids) => queries.getSpans(...ids),
    getSkeleton: (...which) => queries.getSkeleton(...which),
    getSpan: (...ids) => queries.getSpan(...ids),
    changes: (...cursor) => queries.changes(...cursor),
    deleteTraces: (...ids) => queries.deleteTraces(...ids),
    close: async () => {
      await queries.close();
      await writer.close();
    },
  };
}

spanStoreContract('SQLite through the query thread', async () => {
  const file = join(newFolder(), 'spans.db');
  return {
    store: await writerAndQueries(file),
    reopen: () => writerAndQueries(file),
    reader: () => openSpanQueries({ file }),
  };
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
