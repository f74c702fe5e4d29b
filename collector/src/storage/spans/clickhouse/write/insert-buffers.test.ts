import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import type { ClickHouseDatabase, InsertOptions } from '../clickhouse-database.ts';
import { InsertBuffers } from './insert-buffers.ts';

const FACTS = { durationUs: 1, selfUs: 1, criticalUs: 1, skewUs: 0, path: 'step', isRepeated: false };
const ORIGIN = { resource: new Uint8Array(), scope: new Uint8Array() };

/** A span on its way, with its payload and the words of it. */
function oneSpan(): InsertBuffers {
  const inserts = new InsertBuffers();
  const payload = new Uint8Array(sentSpan('step', { text: 'hello' }));
  const columns = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), payload });
  const place = { arrivedUs: 1_000, columns, ...inserts.addPayload('default', 1_000, columns, ORIGIN) };
  inserts.addSpan({
    ...place,
    workspaceId: 'default',
    experimentId: '0',
    facts: FACTS,
    completeness: 2,
    isGone: false,
  });
  return inserts;
}

function databaseOf(insert: (table: string) => Promise<void>): ClickHouseDatabase {
  return { insert: ({ table }: InsertOptions) => insert(table) } as ClickHouseDatabase;
}

test('a span is not written before its payload stands', async () => {
  const written: string[] = [];
  const database = databaseOf(async (table) => {
    if (table === 'payload_blocks') throw new Error('cut off');
    written.push(table);
  });

  await expect(oneSpan().insert(database)).rejects.toThrow('cut off');

  expect(written).toEqual(['text_blocks']);
});

test('where one insert fails, its memory is not given back before the others are through', async () => {
  const texts = Promise.withResolvers<void>();
  const database = databaseOf(async (table) => {
    if (table === 'payload_blocks') throw new Error('cut off');
    if (table === 'text_blocks') await texts.promise;
  });
  let isSettled = false;

  const inserted = oneSpan().insert(database);
  inserted.catch(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));

  expect(isSettled).toBe(false);
  texts.resolve();
  await expect(inserted).rejects.toThrow('cut off');
});
