import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanStore } from '../span-store.ts';
import type { ChunkDamage } from './chunk-table.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

interface DamagedStore {
  readonly store: SpanStore;
  readonly reported: ChunkDamage[];
}

/** A store of three traces in a chunk each, to which `harm` is done before it is opened again. */
async function damagedStore(harm: (db: DatabaseSync) => void): Promise<DamagedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-damage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'spans.db');
  const healthy = openSqliteSpanStore({ file });
  for (const number of [1, 2, 3]) {
    const payload = new TextEncoder().encode(`payload ${number}`);
    await healthy.append([sampleBatch([sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1), payload })])]);
  }
  await healthy.close();
  const db = new DatabaseSync(file);
  harm(db);
  db.close();
  const reported: ChunkDamage[] = [];
  const store = openSqliteSpanStore({ file, onDamage: (damage) => reported.push(damage) });
  onTestFinished(() => store.close());
  return { store, reported };
}

/** Turns over one bit in the middle of a blob. */
function flip(db: DatabaseSync, table: 'chunks' | 'frames', column: 'columns' | 'payloads', id: number): void {
  const bytes = db.prepare(`SELECT ${column} AS bytes FROM ${table} WHERE id = ?`).get(id)?.bytes as Uint8Array;
  bytes[bytes.length >> 1]! ^= 1;
  db.prepare(`UPDATE ${table} SET ${column} = ? WHERE id = ?`).run(bytes, id);
}

const payloadOf = async (store: SpanStore, number: number): Promise<string | undefined> => {
  const span = await store.getSpan('default', traceIdOf(number), spanIdOf(1));
  return span && new TextDecoder().decode(span.record.payload);
};

const wrongs: readonly (readonly [string, (db: DatabaseSync) => void])[] = [
  ['a changed bit', (db) => flip(db, 'chunks', 'columns', 2)],
  ['a cut', (db) => db.exec('UPDATE chunks SET columns = substr(columns, 1, 90) WHERE id = 2')],
  ['nothing in it', (db) => db.exec("UPDATE chunks SET columns = x'' WHERE id = 2")],
  ['other bytes', (db) => db.exec('UPDATE chunks SET columns = randomblob(500) WHERE id = 2')],
];
test.each(wrongs)('a chunk with %s loses its own spans alone and is reported once', async (_, harm) => {
  const { store, reported } = await damagedStore(harm);

  expect(await store.getSpans('default', traceIdOf(2))).toEqual([]);
  expect(await store.getSpan('default', traceIdOf(2), spanIdOf(1))).toBeUndefined();
  expect(await payloadOf(store, 1)).toBe('payload 1');
  expect(await payloadOf(store, 3)).toBe('payload 3');
  const { rows } = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 });
  expect(rows).toHaveLength(3);
  expect(reported.map(({ chunkId }) => chunkId)).toEqual([2]);
});

test.each([
  ['changed', (db: DatabaseSync) => flip(db, 'frames', 'payloads', 2 * 4_096)],
  ['missing', (db: DatabaseSync) => db.exec(`DELETE FROM frames WHERE id = ${2 * 4_096}`)],
])('a payload frame that is %s loses payloads, not columns', async (_, harm) => {
  const { store, reported } = await damagedStore(harm);
  expect(await store.getSpan('default', traceIdOf(2), spanIdOf(1))).toBeUndefined();
  expect(await store.getSpans('default', traceIdOf(2))).toHaveLength(1);
  expect(await payloadOf(store, 3)).toBe('payload 3');
  expect(reported.map(({ chunkId }) => chunkId)).toEqual([2]);
});

test('spans are added to a trace beside its damaged chunk', async () => {
  const { store } = await damagedStore((db) => flip(db, 'chunks', 'columns', 2));
  const late = sampleSpan({ traceId: traceIdOf(2), spanId: spanIdOf(2), parentSpanId: spanIdOf(1) });
  await store.append([sampleBatch([late])]);
  expect((await store.getSpans('default', traceIdOf(2)))?.map((span) => span.spanId)).toEqual([spanIdOf(2)]);
});

test('a trace in a damaged chunk can be deleted', async () => {
  const { store } = await damagedStore((db) => flip(db, 'chunks', 'columns', 2));
  expect(await store.deleteTraces('default', [traceIdOf(2), traceIdOf(1)])).toBe(2);
  expect(await store.getTrace('default', traceIdOf(2))).toBeUndefined();
  expect(await payloadOf(store, 3)).toBe('payload 3');
});
