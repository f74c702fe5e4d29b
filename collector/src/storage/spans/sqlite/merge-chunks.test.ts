import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Nanos } from '@tracewright/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanRecord } from '../span-record.ts';
import type { SpanStore } from '../span-store.ts';
import { ChunkTable } from './chunk-table.ts';
import { ChunkMerger } from './merge-chunks.ts';
import { openSpanDatabase } from './span-database.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

const TRACES = 5;

/** Requests of one span each, for five traces in turn: every span runs at first, then all but one end. */
async function trickle(store: SpanStore): Promise<void> {
  for (let number = 0; number < 39; number++) {
    const isPending = number < 20;
    await store.append([sampleBatch([spanOf(number % 20, isPending)], { experimentId: String(number % 3) })]);
  }
}

function spanOf(number: number, isPending: boolean): SpanRecord {
  const startNs = (NEW_YEAR + BigInt(number)) as Nanos;
  return sampleSpan({
    traceId: traceIdOf(number % TRACES),
    spanId: spanIdOf(number),
    parentSpanId: number < TRACES ? '' : spanIdOf(number - TRACES),
    name: `step ${number}`,
    startNs,
    endNs: (startNs + (isPending ? 0n : 5_000n)) as Nanos,
    isPending,
    payload: new TextEncoder().encode(`payload ${number} ${isPending}`),
  });
}

async function told(store: SpanStore): Promise<unknown> {
  const traces = Array.from({ length: TRACES }, async (_, number) => {
    const spans = (await store.getSpans('default', traceIdOf(number))) ?? [];
    const details = spans.map(({ spanId }) => store.getSpan('default', traceIdOf(number), spanId));
    return [await store.getTrace('default', traceIdOf(number)), spans, await Promise.all(details)];
  });
  return Promise.all(traces);
}

function chunkCount(db: DatabaseSync): number {
  return Number(db.prepare('SELECT count(*) AS count FROM chunks').get()?.count);
}

async function trickledStore() {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  await trickle(store);
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const damage: number[] = [];
  const chunks = new ChunkTable(db, ({ chunkId }) => damage.push(chunkId));
  return { file, store, db, damage, merger: new ChunkMerger(db, chunks) };
}

test('small chunks become one, and the store tells the same', async () => {
  const { store, db, merger } = await trickledStore();
  const before = await told(store);
  expect(chunkCount(db)).toBe(39);

  while (merger.mergeNext());

  expect(chunkCount(db)).toBe(1);
  expect(await told(store)).toEqual(before);
  expect(db.prepare('SELECT count(*) AS count FROM trace_chunks').get()).toEqual({ count: TRACES });
});

test('traces of merged chunks grow on, and can be taken out', async () => {
  const { store, db, merger } = await trickledStore();
  while (merger.mergeNext());

  await store.append([sampleBatch([spanOf(19, false)])]);
  expect(await store.getSpan('default', traceIdOf(4), spanIdOf(19))).toMatchObject({ record: { isPending: false } });
  expect(await store.deleteTraces('default', [0, 1, 2, 3, 4].map(traceIdOf))).toBe(TRACES);

  for (const table of ['chunks', 'frames', 'trace_chunks', 'tombstones']) {
    expect(db.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 0 });
  }
});

test('a damaged chunk is left alone, and what lies around it is merged', async () => {
  const { store, db, damage, merger } = await trickledStore();
  db.exec("UPDATE chunks SET columns = x'00' WHERE id = 20");
  const before = await told(store);

  while (merger.mergeNext());

  expect(chunkCount(db)).toBe(2);
  expect(damage).toEqual([20]);
  expect(await told(store)).toEqual(before);
});

test('a writer tidies up by itself once nothing comes any more', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file, hasUpkeep: true });
  await trickle(store);
  const before = await told(store);
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());

  vi.advanceTimersByTime(900);
  expect(chunkCount(db)).toBe(39);
  vi.advanceTimersByTime(1_000);

  expect(chunkCount(db)).toBe(1);
  expect(await told(store)).toEqual(before);
  await store.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('room is given back bit by bit after much was taken out', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file, hasUpkeep: true });
  await store.append([sampleBatch([{ ...spanOf(1, false), payload: randomBytes(20_000_000) }])]);
  await store.deleteTraces('default', [traceIdOf(1)]);
  vi.advanceTimersByTime(5_000);
  await store.close();
  expect(statSync(file).size).toBeLessThan(200_000);
});

test('chunks that are full of small spans are merged once at most', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  for (let trace = 1; trace <= 3; trace++) {
    const spans = Array.from({ length: 4_096 }, (_, index) =>
      sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(index + 1), payload: randomBytes(60) }),
    );
    await store.append([sampleBatch(spans)]);
  }
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const merger = new ChunkMerger(db, new ChunkTable(db, () => {}));
  expect([merger.mergeNext(), merger.mergeNext()]).toEqual([true, false]);
});

test('what came of a merge that failed is not taken for full: its number goes to somebody else', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  const spansOf = (trace: number, count: number): SpanRecord[] =>
    Array.from({ length: count }, (_, index) =>
      sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(index + 1), payload: randomBytes(60) }),
    );
  for (let trace = 1; trace <= 3; trace++) await store.append([sampleBatch(spansOf(trace, 4_096))]);
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const merger = new ChunkMerger(db, new ChunkTable(db, () => {}));
  db.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.trace_chunks BEGIN SELECT RAISE(ABORT, 'no room'); END");
  expect(() => merger.mergeNext()).toThrow();
  db.exec('DROP TRIGGER full');
  await store.deleteTraces('default', [1, 2, 3].map(traceIdOf));
  for (let number = 0; number < 8; number++) await store.append([sampleBatch(spansOf(4 + number, 1))]);

  expect(merger.mergeNext()).toBe(true);

  expect(chunkCount(db)).toBe(1);
});

test('one merge unpacks no more than it may, however little room chunks take', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  for (let trace = 0; trace <= 16; trace++) {
    const payload = new Uint8Array((trace === 0 ? 33 : 4) * 1024 * 1024).fill(trace);
    await store.append([sampleBatch([{ ...spanOf(trace, false), traceId: traceIdOf(trace), payload }])]);
  }
  const db = openSpanDatabase(file, false);
  onTestFinished(() => db.close());
  const merger = new ChunkMerger(db, new ChunkTable(db, () => {}));
  const counts = [chunkCount(db)];
  while (merger.mergeNext()) counts.push(chunkCount(db));

  // The first one alone is too much; of the others eight are made into two at a time.
  expect(counts).toEqual([17, 17, 11, 5]);
  const span = await store.getSpan('default', traceIdOf(9), spanIdOf(9));
  expect(Buffer.compare(span!.record.payload, Buffer.alloc(4 * 1024 * 1024, 9))).toBe(0);
});
