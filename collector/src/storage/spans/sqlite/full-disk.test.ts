import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanBatch } from '../span-record.ts';
import { SpanAppender } from './append-spans.ts';
import { checkSpanStore } from './check-store.ts';
import { ChunkTable } from './chunk-table.ts';
import { TraceDeleter } from './delete-traces.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

const FULL = { code: 'TEMPORARILY_UNAVAILABLE', message: 'the disk of the store is full' };

/** Of 100 kB that cannot be compressed. */
function batchOf(number: number): SpanBatch {
  const payload = randomBytes(100_000);
  return sampleBatch([sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), payload })]);
}

test('before the disk is full spans are refused, traces can still be taken out, and then spans are taken again', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const roomy = openSqliteSpanStore({ file, reserveBytes: 0 });
  await roomy.append([batchOf(1)]);
  await roomy.close();

  const full = openSqliteSpanStore({ file, reserveBytes: Number.MAX_SAFE_INTEGER });
  await expect(full.append([batchOf(2)])).rejects.toMatchObject(FULL);
  expect(await full.getTrace('default', traceIdOf(1))).toBeDefined();
  expect(await full.deleteTraces('default', [traceIdOf(1)])).toBe(1);
  await full.close();

  const again = openSqliteSpanStore({ file, reserveBytes: 0 });
  onTestFinished(() => again.close());
  await again.append([batchOf(2)]);
  expect(await again.getTrace('default', traceIdOf(2))).toBeDefined();
});

test('where the disk is full in the midst of a commit, nothing of it is stored, and what was taken out makes room', () => {
  const file = join(emptyFolder(), 'spans.db');
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const chunks = new ChunkTable(db, () => {});
  const appender = new SpanAppender(db, chunks);
  db.exec('PRAGMA max_page_count = 200');
  let stored = 0;
  const fill = (): void => {
    for (;;) appender.append([batchOf(++stored)]);
  };

  expect(fill).toThrow(expect.objectContaining(FULL));

  expect(checkSpanStore(file)).toMatchObject({ traces: stored - 1, chunks: stored - 1, findings: [] });
  expect(new TraceDeleter(db, chunks).delete('default', [traceIdOf(1)])).toBe(1);
  appender.forget();
  appender.append([batchOf(stored)]);
  expect(checkSpanStore(file)).toMatchObject({ traces: stored - 1, findings: [] });
});
