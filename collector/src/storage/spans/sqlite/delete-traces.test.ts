import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanStore } from '../span-store.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

function newStore(): { readonly file: string; readonly store: SpanStore } {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-delete-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  return { file, store };
}

test('the chunks of deleted traces are written anew, and go when nothing is left in them', async () => {
  const { file, store } = newStore();
  const spans = Array.from({ length: 100 }, (_, index) =>
    sampleSpan({
      traceId: traceIdOf(index >> 1),
      spanId: spanIdOf(index),
      parentSpanId: index % 2 === 0 ? '' : spanIdOf(index - 1),
      name: `step ${index}`,
      payload: Uint8Array.from({ length: 20_000 }, (_, at) => (at * index) % 256),
    }),
  );
  await store.append([sampleBatch(spans)]);
  const even = Array.from({ length: 25 }, (_, index) => traceIdOf(2 * index));
  expect(await store.deleteTraces('default', even)).toBe(25);

  for (const span of spans) {
    const stored = await store.getSpan('default', span.traceId, span.spanId);
    expect(stored?.record).toEqual(even.includes(span.traceId) ? undefined : span);
  }
  await store.deleteTraces(
    'default',
    spans.map((span) => span.traceId),
  );
  await store.close();
  const db = new DatabaseSync(file);
  for (const table of ['chunks', 'frames', 'traces', 'trace_chunks', 'tombstones']) {
    expect(db.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 0 });
  }
  db.close();
  expect(readFileSync(file).length).toBeLessThan(100_000);
});

test('what an interrupted deletion left behind is freed by the next one', async () => {
  const { file, store } = newStore();
  const roots = [1, 2, 3].map((number) => sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1) }));
  await store.append([sampleBatch(roots.slice(0, 2))]);
  await store.append([sampleBatch(roots.slice(2))]);
  // As the first step of a deletion leaves it.
  const db = new DatabaseSync(file);
  db.exec(`BEGIN;
    INSERT INTO tombstones SELECT 1, trace_id FROM traces WHERE id = 1;
    DELETE FROM trace_chunks WHERE trace = 1; DELETE FROM traces WHERE id = 1;
    UPDATE workspaces SET trace_count = trace_count - 1; COMMIT`);
  await store.deleteTraces('default', [traceIdOf(3)]);
  expect(db.prepare('SELECT count(*) AS count FROM tombstones').get()).toEqual({ count: 0 });
  db.close();
  expect(await store.getSpan('default', traceIdOf(2), spanIdOf(1))).toBeDefined();
});
