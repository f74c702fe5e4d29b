import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { checkSpanStore } from './check-store.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

/** Two traces of two spans each, a chunk for the roots and one for their children; then harm is done. */
async function storeWith(harm: string): Promise<string> {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  const roots = [1, 2].map((number) => sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(1) }));
  await store.append([sampleBatch(roots)]);
  await store.append([sampleBatch(roots.map((root) => ({ ...root, spanId: spanIdOf(2), parentSpanId: spanIdOf(1) })))]);
  await store.close();
  const db = new DatabaseSync(file);
  db.exec(harm);
  db.close();
  return file;
}

test('a sound store is counted, and nothing is found', async () => {
  const file = await storeWith('');
  expect(checkSpanStore(file)).toEqual({
    fileBytes: statSync(file).size,
    traces: 2,
    chunks: 2,
    spans: 4,
    findings: [],
  });
});

test('what stands only in the log of a collector that is running counts among the bytes', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  const payload = randomBytes(100_000);
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), payload })])]);
  expect(checkSpanStore(file)).toMatchObject({ traces: 1, fileBytes: expect.any(Number) });
  expect(checkSpanStore(file).fileBytes).toBeGreaterThan(100_000);
  await store.close();
});

test('a store of before, which did not note when first tokens came, is read, sound, and notes it from now on', async () => {
  const file = await storeWith('ALTER TABLE traces DROP COLUMN ttft_us');
  expect(checkSpanStore(file)).toMatchObject({ traces: 2, findings: [] });
  const store = openSqliteSpanStore({ file });
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ ttftUs: -1, spanCount: 2 });
  const call = sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(3), parentSpanId: spanIdOf(1), ttftUs: 0 });
  await store.append([sampleBatch([call])]);
  expect(await store.getTrace('default', traceIdOf(1))).toMatchObject({ ttftUs: 0, spanCount: 3 });
  await store.close();
  expect(checkSpanStore(file)).toMatchObject({ traces: 2, findings: [] });
});

test('a store is checked while it is written to', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  await store.append([sampleBatch([sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1) })])]);
  expect(checkSpanStore(file)).toMatchObject({ traces: 1, findings: [] });
  await store.deleteTraces('default', [traceIdOf(1)]);
  expect(checkSpanStore(file)).toMatchObject({ traces: 0, chunks: 0, findings: [] });
  await store.close();
});

test.each([
  [
    'a chunk that is not what was written',
    "UPDATE chunks SET columns = x'00' WHERE id = 2",
    [
      { place: 'chunk 2', message: 'not a chunk' },
      { place: `trace ${traceIdOf(1)}`, message: 'has lost its spans in chunk 2' },
      { place: `trace ${traceIdOf(2)}`, message: 'has lost its spans in chunk 2' },
    ],
  ],
  [
    'a chunk that is gone',
    'DELETE FROM chunks WHERE id = 2; DELETE FROM trace_chunks WHERE trace = 1 AND chunk = 2',
    [
      { place: 'chunk 2', message: 'is missing, though traces point to it' },
      { place: 'chunk 2', message: 'is missing, though its payloads are there' },
      { place: `trace ${traceIdOf(1)}`, message: 'has another spanCount in its summary than in its spans' },
      { place: `trace ${traceIdOf(2)}`, message: 'has lost its spans in chunk 2' },
    ],
  ],
  [
    'a payload frame that is not what was written',
    "UPDATE frames SET payloads = x'00' WHERE id = 4096",
    [
      { place: 'chunk 1', message: 'a payload frame cannot be unpacked' },
      { place: `trace ${traceIdOf(1)}`, message: 'has lost its spans in chunk 1' },
      { place: `trace ${traceIdOf(2)}`, message: 'has lost its spans in chunk 1' },
    ],
  ],
  [
    'a summary that is not of the spans',
    "UPDATE traces SET name = 'x', input_tokens = 5 WHERE id = 1",
    [{ place: `trace ${traceIdOf(1)}`, message: 'has another name, inputTokens in its summary than in its spans' }],
  ],
  [
    'a trace without spans',
    'DELETE FROM chunks; DELETE FROM frames; DELETE FROM trace_chunks',
    [
      { place: `trace ${traceIdOf(1)}`, message: 'has no spans' },
      { place: `trace ${traceIdOf(2)}`, message: 'has no spans' },
    ],
  ],
  [
    'spans of a trace that is not there, and a wrong count',
    'DELETE FROM traces WHERE id = 1; DELETE FROM trace_chunks WHERE trace = 1',
    [
      { place: 'workspace default', message: 'says that it has 2 traces, but has 1' },
      { place: 'chunk 1', message: `holds spans of trace ${traceIdOf(1)}, which is not there` },
      { place: 'chunk 2', message: `holds spans of trace ${traceIdOf(1)}, which is not there` },
    ],
  ],
])('%s is found', async (_, harm, findings) => {
  expect(checkSpanStore(await storeWith(harm)).findings).toEqual(findings);
});

test('what waits to be removed is no finding', async () => {
  const file = await storeWith(`
    INSERT INTO tombstones SELECT chunk, trace_id FROM trace_chunks JOIN traces ON id = trace WHERE id = 1;
    DELETE FROM trace_chunks WHERE trace = 1; DELETE FROM traces WHERE id = 1; UPDATE workspaces SET trace_count = 1`);
  expect(checkSpanStore(file)).toMatchObject({ traces: 1, spans: 4, findings: [] });
});
