import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanStore } from '../span-store.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';
import { SubjectIndexing } from './subject-indexing.ts';

function traceOf(number: number, userId: string) {
  const startNs = (NEW_YEAR + BigInt(number)) as Nanos;
  return sampleBatch([
    sampleSpan({
      traceId: traceIdOf(number),
      spanId: spanIdOf(1),
      parentSpanId: '',
      userId,
      startNs,
      endNs: startNs,
    }),
  ]);
}

async function tracesOf(store: SpanStore, userId: string): Promise<readonly string[]> {
  const filter = parseFilter(`user = '${userId}'`, 'trace', NEW_YEAR);
  const { rows, total } = await store.listTraces({ workspaceId: 'default', filter, limit: 100 });
  expect(total).toBe(rows.length);
  return rows.map(({ traceId }) => traceId);
}

function countOf(file: string, index: string): number {
  const db = new DatabaseSync(file, { readOnly: true });
  const condition = index === 'traces_waiting' ? '(flags & 16) = 0' : "user_id <> '' AND (flags & 16) <> 0";
  const row = db.prepare(`SELECT count(*) AS count FROM traces INDEXED BY ${index} WHERE ${condition}`).get();
  db.close();
  return Number(row?.count);
}

test('traces of a user are found in their order, indexed or not', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file, maxWaiting: 3 });

  for (const number of [5, 2, 8, 1]) await store.append([traceOf(number, 'ada')]);
  expect([countOf(file, 'traces_of_user'), countOf(file, 'traces_waiting')]).toEqual([4, 0]);
  await store.append([traceOf(3, 'ada'), traceOf(9, 'ada'), traceOf(4, 'bob')]);
  expect([countOf(file, 'traces_of_user'), countOf(file, 'traces_waiting')]).toEqual([4, 3]);

  expect((await store.stats()).waitingTraces).toBe(3);
  expect(await tracesOf(store, 'ada')).toEqual([9, 8, 5, 3, 2, 1].map(traceIdOf));
  expect(await tracesOf(store, 'bob')).toEqual([traceIdOf(4)]);
  await store.close();
});

test('traces of nobody wait for nothing, and get into an index with the span that says whose they are', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });

  await store.append([traceOf(1, '')]);
  expect(countOf(file, 'traces_waiting')).toBe(0);
  const late = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(2), parentSpanId: spanIdOf(1), userId: 'ada' });
  await store.append([sampleBatch([late])]);

  expect(countOf(file, 'traces_of_user')).toBe(1);
  expect(await tracesOf(store, 'ada')).toEqual([traceIdOf(1)]);
  await store.close();
});

test('an indexed trace stays so when more of it comes, under the user that it has by then', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file, maxWaiting: 0 });
  const late = (userId: string) =>
    sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(2), parentSpanId: spanIdOf(1), userId });
  await store.append([sampleBatch([late('bob')])]);
  expect(await tracesOf(store, 'bob')).toEqual([traceIdOf(1)]);

  await store.append([traceOf(1, 'ada')]);

  expect(countOf(file, 'traces_of_user')).toBe(1);
  expect(await tracesOf(store, 'bob')).toEqual([]);
  expect(await tracesOf(store, 'ada')).toEqual([traceIdOf(1)]);
  await store.close();
});

test('a file of before is indexed step by step, and answers meanwhile', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const before = openSqliteSpanStore({ file, maxWaiting: 0 });
  for (const number of [1, 2, 3]) await before.append([traceOf(number, 'ada')]);
  await before.close();
  const db = new DatabaseSync(file);
  db.exec(`DROP INDEX traces_of_user; DROP INDEX traces_of_session; DROP INDEX traces_waiting;
    UPDATE traces SET flags = flags & 15;
    CREATE INDEX traces_by_user ON traces(workspace, user_id, start_ns DESC, trace_id DESC) WHERE user_id <> ''`);
  db.close();

  const store = openSqliteSpanStore({ file });
  expect(countOf(file, 'traces_waiting')).toBe(3);
  expect(await tracesOf(store, 'ada')).toEqual([3, 2, 1].map(traceIdOf));
  await store.close();
  const opened = openSpanDatabase(file, false);
  const indexing = new SubjectIndexing(opened);
  expect([indexing.next(), indexing.next()]).toEqual([true, false]);
  expect(opened.prepare("SELECT name FROM sqlite_schema WHERE name = 'traces_by_user'").get()).toBeUndefined();
  opened.close();

  expect([countOf(file, 'traces_of_user'), countOf(file, 'traces_waiting')]).toEqual([3, 0]);
});

test('what could not be indexed while others had the file is indexed once nothing comes any more', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append([traceOf(1, 'ada'), traceOf(2, 'bob')]);
  await store.close();
  const opened = openSpanDatabase(file, false);
  opened.exec('PRAGMA busy_timeout = 0');
  const indexing = new SubjectIndexing(opened, 2);
  const other = new DatabaseSync(file);

  other.exec('BEGIN IMMEDIATE');
  indexing.added(1);
  other.exec('COMMIT');
  expect(countOf(file, 'traces_waiting')).toBe(2);
  expect([indexing.next(), indexing.next()]).toEqual([true, false]);

  expect([countOf(file, 'traces_of_user'), countOf(file, 'traces_waiting')]).toEqual([2, 0]);
  other.close();
  opened.close();
});
